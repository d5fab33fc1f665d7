package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Random images, and images with a little noise. */
final class Noise {
    private Noise() {}

    /**
     * Fills a tensor with N(0, 1).
     *
     * @param patch side of the squares of equal value in the last two dimensions
     */
    static void fill(FloatTensor tensor, Random random, int patch) {
        long[] shape = tensor.shape();
        int width = shape.length < 2 ? tensor.data().capacity() : (int) shape[shape.length - 1];
        int height = shape.length < 2 ? 1 : (int) shape[shape.length - 2];
        int planes = tensor.data().capacity() / (width * height);
        int across = (width + patch - 1) / patch;
        for (int plane = 0; plane < planes; plane++) {
            float[] row = new float[across];
            for (int y = 0; y < height; y++) {
                if (y % patch == 0) {
                    for (int i = 0; i < across; i++) {
                        row[i] = (float) random.nextGaussian();
                    }
                }
                for (int x = 0; x < width; x++) {
                    tensor.data().put((plane * height + y) * width + x, row[x / patch]);
                }
            }
        }
    }

    /** The same images, every value moved up by one float32 step. */
    static Map<String, FloatTensor> nudged(Map<String, FloatTensor> feeds) {
        Map<String, FloatTensor> moved = new LinkedHashMap<>();
        feeds.forEach((name, tensor) -> {
            FloatTensor copy = FloatTensor.zeros(tensor.shape());
            for (int i = 0; i < copy.data().capacity(); i++) {
                copy.data().put(i, Math.nextUp(tensor.data().get(i)));
            }
            moved.put(name, copy);
        });
        return moved;
    }
}
