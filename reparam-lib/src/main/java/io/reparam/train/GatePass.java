package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reparam.data.Batch;
import io.reparam.data.Batches;
import io.reparam.data.ImageSet;
import io.reparam.data.Loader;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.ChannelAttention;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.NetBlock;
import java.util.Arrays;

/** Runs images through a net in evaluation mode and looks at its ordinary attention. */
final class GatePass {
    private GatePass() {}

    /** Told of each place of each batch, in the net's order. */
    interface Visitor {
        /**
         * @param place from 0
         * @param map {@code [images, C, H, W]}, what is scaled
         * @param factors {@code [images, C, 1, 1]}
         */
        void visit(int place, NDArray map, NDArray factors);
    }

    /**
     * @param most images to look at
     * @return how many there were
     */
    static int over(
            NetBlock net, ImageSet images, PreprocessSpec spec, int most, int batchSize, int threads, Visitor visitor) {
        Batches batches = Batches.evaluation(images, spec, batchSize);
        int count = Math.min(batches.count(), (most + batchSize - 1) / batchSize);
        NDManager owner = net.weights().values().iterator().next().getArray().getManager();
        int seen = 0;
        try (Loader loader = new Loader(batches, threads)) {
            loader.start(0, 0, 0, count);
            for (int b = 0; b < count; b++) {
                Batch batch = loader.next();
                try (NDManager memory = owner.newSubManager()) {
                    NDArray x = memory.create(
                            batch.pixelBytes(),
                            new Shape(batch.size(), 3, spec.height(), spec.width()),
                            DataType.FLOAT32);
                    net.compute(new Looking(memory, visitor), x);
                }
                seen += batch.size();
            }
        }
        return seen;
    }

    private static final class Looking extends DjlOperators {
        private final Visitor visitor;
        private int place;

        Looking(NDManager memory, Visitor visitor) {
            super(memory, false);
            this.visitor = visitor;
        }

        @Override
        public void seen(NetBlock gate, NDArray map, NDArray factors) {
            if (gate instanceof ChannelAttention) {
                visitor.visit(place++, map, factors);
            }
        }
    }

    /** {@code [images, C, 1, 1]} as {@code [images][C]}. */
    static float[][] rows(NDArray values) {
        int images = (int) values.getShape().get(0);
        float[] flat = values.toFloatArray();
        float[][] rows = new float[images][];
        int channels = flat.length / images;
        for (int i = 0; i < images; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * channels, (i + 1) * channels);
        }
        return rows;
    }
}
