package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random images, and images with a little noise. */
final class Noise {
    private Noise() {}

    private static final int PATCH = 8;

    /**
     * Fills a tensor with N(0, 1).
     *
     * @param first 0: the first image is noise of single pixels, the second one of {@value #PATCH}x{@value #PATCH} patches, and so
     *     on in turn; 1: the other way round
     */
    static void fill(FloatTensor tensor, Random random, int first) {
        long[] shape = tensor.shape();
        int width = shape.length < 2 ? tensor.data().capacity() : (int) shape[shape.length - 1];
        int height = shape.length < 3 ? 1 : (int) shape[shape.length - 2];
        int planes = tensor.data().capacity() / (width * height);
        int images = shape.length < 2 ? 1 : (int) shape[0];
        for (int plane = 0; plane < planes; plane++) {
            int image = plane / Math.max(1, planes / images);
            fill(tensor, plane * height * width, height, width, random, (first + image) % 2 == 0 ? 1 : PATCH);
        }
    }

    private static void fill(FloatTensor tensor, int from, int height, int width, Random random, int patch) {
        float[] row = new float[(width + patch - 1) / patch];
        for (int y = 0; y < height; y++) {
            if (y % patch == 0) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (float) random.nextGaussian();
                }
            }
            for (int x = 0; x < width; x++) {
                tensor.data().put(from + y * width + x, row[x / patch]);
            }
        }
    }

    /** The same images, every value moved up by one step of the type that its input has. */
    static Map<String, FloatTensor> nudged(Map<String, FloatTensor> feeds, List<TensorSpec> inputs) {
        Map<String, FloatTensor> moved = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            FloatTensor tensor = feeds.get(input.name());
            if (tensor == null) {
                continue;
            }
            FloatTensor copy = FloatTensor.zeros(tensor.shape());
            for (int i = 0; i < copy.data().capacity(); i++) {
                copy.data().put(i, next(tensor.data().get(i), input.type()));
            }
            moved.put(input.name(), copy);
        }
        return moved;
    }

    /** Float64 inputs are fed from float32, whose step they take. */
    private static float next(float value, String type) {
        return switch (type) {
            case "FLOAT16" -> value + Math.scalb(1f, Math.getExponent(value) - 10);
            case "BFLOAT16" -> value + Math.scalb(1f, Math.getExponent(value) - 7);
            default -> Math.nextUp(value);
        };
    }
}
