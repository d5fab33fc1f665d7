package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.ImagePool;
import io.reparam.image.RgbImage;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Labelled images with a fixed order. Implementations are immutable: any number of threads may read one. */
public interface ImageSet {
    LabelSet labels();

    /** Number of images. */
    int size();

    /** Class of the image, an index into {@link #labels}. */
    int label(int index);

    /** @throws UncheckedIOException if it is a file that cannot be read or is not an image */
    RgbImage image(int index);

    /** So many of them, spread evenly: in folders the images of a class lie together. All of them where there are no more. */
    default ImageSet evenly(int most) {
        return most >= size()
                ? this
                : new Subset(
                        this,
                        IntStream.range(0, most)
                                .map(i -> (int) ((long) i * size() / most))
                                .toArray());
    }

    /** The same images, for those who pass over what cannot be read. */
    default ImagePool pool() {
        return new ImagePool(size(), this::label, i -> {
            try {
                return image(i);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }
}
