package io.reparam.calibrate;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a net takes images for: the top class of its first output of one row an image. For one thread. */
public final class TopClasses implements Function<ImageBatch, int[]>, AutoCloseable {
    private final OrtModel model;

    /** @throws io.reparam.ort.OrtModelException if ONNX Runtime cannot load the net */
    public TopClasses(Graph net, int threads) {
        model = new OrtModel(OnnxFile.bytes(RealOutputs.of(net)), SessionSettings.cpu(threads));
    }

    /** @return a class for each image; nothing if no output has a row of two numbers or more an image */
    @Override
    public int[] apply(ImageBatch batch) {
        String input = model.inputs().get(0).name();
        for (FloatTensor output : model.run(Map.of(input, batch.input())).values()) {
            int width = width(output, batch.size());
            if (width >= 2) {
                return tops(output.toArray(), width);
            }
        }
        return new int[0];
    }

    /**
     * How many classes the net may have: the numbers in a row of each output that is a row an image.
     *
     * @param images any, such as zeros
     */
    public Set<Integer> widths(FloatTensor images) {
        String input = model.inputs().get(0).name();
        int count = (int) images.shape()[0];
        return model.run(Map.of(input, images)).values().stream()
                .map(output -> width(output, count))
                .filter(width -> width >= 2)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a row an image; 0 where there is none. */
    private static int width(FloatTensor output, int images) {
        return RowForm.is(output, images) ? output.data().capacity() / images : 0;
    }

    private static int[] tops(float[] rows, int width) {
        int[] tops = new int[rows.length / width];
        for (int i = 0; i < rows.length; i++) {
            int row = i / width;
            tops[row] = rows[i] > rows[row * width + tops[row]] ? i % width : tops[row];
        }
        return tops;
    }

    @Override
    public void close() {
        model.close();
    }
}
