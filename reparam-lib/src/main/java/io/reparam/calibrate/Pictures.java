package io.reparam.calibrate;

import io.reparam.artifact.RgbImage;
import java.io.IOException;
import java.util.function.IntUnaryOperator;

/**
 * Where images come from.
 *
 * @param size number of images
 * @param labels class by index; -1 if nobody said
 * @param reader of one image, which may turn out to be unreadable
 */
public record Pictures(int size, IntUnaryOperator labels, Reader reader) {

    /** Reads one image. */
    @FunctionalInterface
    public interface Reader {
        /** @throws IOException if it cannot be read */
        RgbImage read(int index) throws IOException;
    }

    /** Every other image, from this one on. */
    Pictures everyOther(int from) {
        return new Pictures(
                (size - from + 1) / 2, i -> labels.applyAsInt(from + 2 * i), i -> reader.read(from + 2 * i));
    }

    /** So many, evenly spread over all; all if there are fewer. */
    Pictures spread(int count) {
        int kept = Math.min(count, size);
        return new Pictures(
                kept,
                i -> labels.applyAsInt((int) ((long) i * size / kept)),
                i -> reader.read((int) ((long) i * size / kept)));
    }
}
