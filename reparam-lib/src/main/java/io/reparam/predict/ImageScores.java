package io.reparam.predict;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.RgbImage;
import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.Reals;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorSpec;
import io.reparam.ort.TensorType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A net of one input, images, and the scores that it gives them, whatever type of number it takes. For one thread. */
final class ImageScores implements AutoCloseable {
    /** Axes of an image alone. */
    private static final int IMAGE_AXES = 3;

    private final OrtModel model;
    private final ImageTensorizer tensorizer;
    private final TensorType type;
    private final int output;
    private final boolean batchless;
    private final boolean fixed;
    private final int batch;

    /**
     * @param output its name
     * @param batch images of a run; a net with a fixed batch keeps its own
     * @throws OrtModelException if the net does not load, or its input is not a tensor of numbers
     */
    ImageScores(Path onnx, ImageTensorizer tensorizer, String output, int batch, int threads) {
        this.tensorizer = tensorizer;
        model = new OrtModel(onnx, SessionSettings.cpu(threads));
        try {
            TensorSpec input = model.inputs().get(0);
            type = TensorType.valueOf(input.type());
            if (type == TensorType.STRING || type == TensorType.BOOL) {
                throw new OrtModelException("input '" + input.name() + "' is " + type + "; images are numbers");
            }
            this.output =
                    model.outputs().stream().map(TensorSpec::name).toList().indexOf(output);
            batchless = input.shape().size() == IMAGE_AXES;
            long declared =
                    batchless ? 1 : input.shape().isEmpty() ? 0 : input.shape().get(0);
            fixed = declared > 0;
            this.batch = fixed ? Math.toIntExact(declared) : batch;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Images that a run takes at most. */
    int batch() {
        return batch;
    }

    /**
     * Runs the net once.
     *
     * @param images at least one, at most {@link #batch}
     * @return the scores of each
     * @throws OrtModelException if the net does not run, or its scores are not numbers
     */
    List<float[]> of(List<RgbImage> images) {
        int rows = fixed ? batch : images.size();
        FloatBuffer values = Reals.from(model.run(List.of(input(images, rows))).get(output));
        int each = values.remaining() / rows;
        List<float[]> scores = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            float[] row = new float[each];
            values.get(values.position() + i * each, row);
            scores.add(row);
        }
        return scores;
    }

    /** Rows that no image takes are zeros. */
    private HostTensor input(List<RgbImage> images, int rows) {
        List<Long> shape = LongStream.of(tensorizer.spec().shape(rows))
                .skip(batchless ? 1 : 0)
                .boxed()
                .toList();
        int size = Math.multiplyExact(rows, tensorizer.spec().floats());
        if (type == TensorType.UINT8) {
            // its normalisation is inside
            ByteBuffer pixels = ByteBuffer.allocate(size);
            images.forEach(image -> tensorizer.bytes(image, pixels));
            return HostTensor.of(type, shape, pixels.clear());
        }
        FloatBuffer numbers = FloatBuffer.allocate(size);
        images.forEach(image -> tensorizer.tensorize(image, numbers));
        return Reals.of(type, shape, numbers.clear());
    }

    @Override
    public void close() {
        model.close();
    }
}
