package io.reparam.data;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fills batches of a data set. Order and augmentation depend on the seed and the epoch alone, so a run that resumes at an epoch
 * sees what it would have seen without the interruption. One thread at a time.
 */
public final class Batches {
    private final ImageSet images;
    private final ImageTensorizer tensorizer;
    private final @Nullable CropAndFlip augmentation;
    private final int size;
    private final int[] order;
    private final ByteBuffer memory;
    private final FloatBuffer pixels;
    private final int[] labels;
    private SplittableRandom random = new SplittableRandom();

    private Batches(ImageSet images, ImageTensorizer tensorizer, @Nullable CropAndFlip augmentation, int size) {
        this.images = images;
        this.tensorizer = tensorizer;
        this.augmentation = augmentation;
        this.size = size;
        this.order = new int[images.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        this.memory = ByteBuffer.allocateDirect(size * tensorizer.spec().floats() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        this.pixels = memory.asFloatBuffer();
        this.labels = new int[size];
    }

    /** Shuffled and augmented; an incomplete last batch is left out of its epoch. */
    public static Batches training(ImageSet images, ImageTensorizer tensorizer, int size) {
        if (size < 2 || size > images.size()) {
            throw new IllegalArgumentException(
                    "batch " + size + " must be between 2 and the " + images.size() + " training images");
        }
        return new Batches(images, tensorizer, new CropAndFlip(4), size);
    }

    /** In order and untouched; the last batch may be smaller. */
    public static Batches evaluation(ImageSet images, ImageTensorizer tensorizer, int size) {
        return new Batches(images, tensorizer, null, Math.min(size, images.size()));
    }

    /** Batches in an epoch. */
    public int count() {
        return augmentation == null ? (order.length + size - 1) / size : order.length / size;
    }

    /** Shuffles for an epoch; call before its first batch. */
    public void startEpoch(long seed, int epoch) {
        random = new SplittableRandom(seed * 1_000_003L + epoch);
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    /**
     * Fills the buffers with a batch, in order: augmentation draws from one random sequence an epoch.
     *
     * @return number of images in it
     */
    public int load(int batch) {
        int from = batch * size;
        int n = Math.min(size, order.length - from);
        pixels.clear();
        for (int i = 0; i < n; i++) {
            int index = order[from + i];
            RgbImage image = images.image(index);
            tensorizer.tensorize(augmentation == null ? image : augmentation.apply(image, random), pixels);
            labels[i] = images.label(index);
        }
        pixels.flip();
        memory.clear().limit(pixels.limit() * Float.BYTES);
        return n;
    }

    /** {@code [n][3][height][width]} of the loaded batch; overwritten by the next. */
    public FloatBuffer pixels() {
        return pixels;
    }

    /** The same memory as bytes: an engine can use it as it is. */
    public ByteBuffer bytes() {
        return memory;
    }

    /** Class of image i of the loaded batch. */
    public int label(int i) {
        return labels[i];
    }
}
