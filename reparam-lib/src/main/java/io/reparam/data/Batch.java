package io.reparam.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Memory of a batch, filled again and again.
 */
public final class Batch {
    private final ByteBuffer pixelBytes;
    private final FloatBuffer pixels;
    private final ByteBuffer targetBytes;
    private final FloatBuffer targets;
    private final int[] labels;
    private final int floatsPerImage;
    private final int classes;
    private int size;

    /** @param capacity images */
    Batch(int capacity, int floatsPerImage, int classes) {
        this.floatsPerImage = floatsPerImage;
        this.classes = classes;
        pixelBytes = direct((long) capacity * floatsPerImage);
        pixels = pixelBytes.asFloatBuffer();
        targetBytes = direct((long) capacity * classes);
        targets = targetBytes.asFloatBuffer();
        labels = new int[capacity];
    }

    private static ByteBuffer direct(long floats) {
        return ByteBuffer.allocateDirect(Math.toIntExact(floats * Float.BYTES)).order(ByteOrder.nativeOrder());
    }

    /** Number of images. */
    public int size() {
        return size;
    }

    /** Class of an image. */
    public int label(int image) {
        return labels[image];
    }

    /** {@code [size][3][height][width]}. */
    public FloatBuffer pixels() {
        return pixels.duplicate().limit(size * floatsPerImage);
    }

    /** The same memory as bytes: an engine can use it as it is. */
    public ByteBuffer pixelBytes() {
        return pixelBytes.duplicate().order(ByteOrder.nativeOrder()).limit(size * floatsPerImage * Float.BYTES);
    }

    /** {@code [size][classes]}: weights of the labels, which sum to 1. */
    public FloatBuffer targets() {
        return targets.duplicate().limit(size * classes);
    }

    /** The same memory as bytes. */
    public ByteBuffer targetBytes() {
        return targetBytes.duplicate().order(ByteOrder.nativeOrder()).limit(size * classes * Float.BYTES);
    }

    void resize(int images) {
        size = images;
    }

    /** One image's part of {@link #pixels}. */
    FloatBuffer image(int image) {
        return pixels.slice(image * floatsPerImage, floatsPerImage);
    }

    void label(int image, int label, double smoothing) {
        labels[image] = label;
        for (int c = 0; c < classes; c++) {
            targets.put(image * classes + c, (float) (smoothing / classes + (c == label ? 1 - smoothing : 0)));
        }
    }

    /** Mixes the first image with the last one, the second with the last but one, and their targets; so much stays of each. */
    void mix(float share) {
        mirror(pixels, floatsPerImage, share);
        mirror(targets, classes, share);
    }

    private void mirror(FloatBuffer values, int perImage, float share) {
        for (int i = 0; i < size / 2; i++) {
            int other = size - 1 - i;
            for (int k = 0; k < perImage; k++) {
                float a = values.get(i * perImage + k);
                float b = values.get(other * perImage + k);
                values.put(i * perImage + k, share * a + (1 - share) * b);
                values.put(other * perImage + k, share * b + (1 - share) * a);
            }
        }
    }
}
