package io.reparam.data;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is in which batch of which epoch. Order and augmentation depend on seed, epoch and place in the epoch alone, whoever
 * prepares an image and when: a run that resumes sees what it would have seen without the interruption. Immutable.
 */
public final class Batches {
    private final ImageSet images;
    private final ImageTensorizer tensorizer;
    private final @Nullable ImageTransform transform;
    private final Augmentation augmentation;
    private final int size;

    private Batches(
            ImageSet images,
            ImageTensorizer tensorizer,
            @Nullable ImageTransform transform,
            Augmentation augmentation,
            int size) {
        this.images = images;
        this.tensorizer = tensorizer;
        this.transform = transform;
        this.augmentation = augmentation;
        this.size = size;
    }

    /** Shuffled and augmented; an incomplete last batch is left out of its epoch. */
    public static Batches training(
            ImageSet images, PreprocessSpec spec, ImageTransform transform, Augmentation augmentation, int size) {
        if (size < 2 || size > images.size()) {
            throw new IllegalArgumentException(
                    "batch " + size + " must be between 2 and the " + images.size() + " training images");
        }
        return new Batches(images, new ImageTensorizer(spec), transform, augmentation, size);
    }

    /** In order and untouched; the last batch may be smaller. */
    public static Batches evaluation(ImageSet images, PreprocessSpec spec, int size) {
        return new Batches(images, new ImageTensorizer(spec), null, Augmentation.NONE, Math.min(size, images.size()));
    }

    /** Batches in an epoch. */
    public int count() {
        return transform == null ? (images.size() + size - 1) / size : images.size() / size;
    }

    /** Memory for one of them. */
    public Batch allocate() {
        return new Batch(size, tensorizer.spec().floats(), images.labels().size());
    }

    /** Which image is where in an epoch: a permutation of all. */
    int[] order(long seed, int epoch) {
        int[] order = new int[images.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (transform != null) {
            SplittableRandom random = random(seed, epoch, -1);
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
        }
        return order;
    }

    /** How many images the batch of this index has. */
    int sizeOf(int index) {
        return Math.min(size, images.size() - index * size);
    }

    /** Prepares one image of a batch; several threads may prepare several. */
    void prepare(Batch batch, int image, int[] order, long seed, int epoch, int index) {
        int place = index * size + image;
        int which = order[place];
        RgbImage pixels = images.image(which);
        if (transform == null) {
            tensorizer.tensorize(pixels, batch.image(image));
        } else {
            SplittableRandom random = random(seed, epoch, place);
            tensorizer.tensorize(transform.apply(pixels, random), batch.image(image));
            augmentation.erase(
                    batch.image(image),
                    tensorizer.spec().height(),
                    tensorizer.spec().width(),
                    random);
        }
        batch.label(image, images.label(which), augmentation.labelSmoothing());
    }

    /** What concerns the whole batch, once all its images are there. */
    void finish(Batch batch, long seed, int epoch, int index) {
        double share = augmentation.mixShare(random(seed, epoch, -2 - index));
        if (share < 1) {
            batch.mix((float) share);
        }
    }

    private static SplittableRandom random(long seed, int epoch, int place) {
        return new SplittableRandom((seed * 1_000_003L + epoch) * 1_000_000_007L + place);
    }
}
