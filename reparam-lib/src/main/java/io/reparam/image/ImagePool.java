package io.reparam.image;

import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Images in a fixed order, with labels or without, of which some may turn out to be unreadable when they are asked for.
 *
 * @param size number of images
 * @param labels class by index; -1 if nobody said
 * @param reader of one image
 */
public record ImagePool(int size, IntUnaryOperator labels, Reader reader) {

    /** Reads one image. */
    @FunctionalInterface
    public interface Reader {
        /** @throws IOException if it cannot be read */
        RgbImage read(int index) throws IOException;
    }

    /** Images without labels. */
    public static ImagePool of(List<RgbImage> images) {
        return new ImagePool(images.size(), i -> -1, images::get);
    }

    /** Class of the image; -1 if nobody said. */
    public int label(int index) {
        return labels.applyAsInt(index);
    }

    /** @throws IOException if this image cannot be read */
    public RgbImage image(int index) throws IOException {
        return reader.read(index);
    }

    /** Every other image, from this one on. */
    public ImagePool everyOther(int from) {
        return new ImagePool(
                (size - from + 1) / 2, i -> labels.applyAsInt(from + 2 * i), i -> reader.read(from + 2 * i));
    }

    /** So many, evenly spread over all; all if there are fewer. */
    public ImagePool spread(int count) {
        int kept = Math.min(count, size);
        return new ImagePool(
                kept,
                i -> labels.applyAsInt((int) ((long) i * size / kept)),
                i -> reader.read((int) ((long) i * size / kept)));
    }
}
