package io.reparam.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a net sees of an image, in pixels; both 0 for what is usual for the data set. Written as {@code 24} for a square, or as
 * {@code 48x192}, the height first.
 */
public record ImageSize(int height, int width) {
    public static final ImageSize USUAL = new ImageSize(0, 0);

    private static final int LARGEST = 1024;

    /** @throws IllegalArgumentException if a side is out of range */
    public ImageSize {
        if (Math.min(height, width) < 0 || Math.max(height, width) > LARGEST || (height == 0) != (width == 0)) {
            throw new IllegalArgumentException("image-size " + height + "x" + width + " must be between 1 and "
                    + LARGEST + " pixels each way, or 0 for the usual one");
        }
    }

    @JsonCreator
    public static ImageSize square(int side) {
        return new ImageSize(side, side);
    }

    /** @throws IllegalArgumentException if the text is not a size */
    @JsonCreator
    public static ImageSize of(String text) {
        if (!text.matches("[0-9]{1,5}(x[0-9]{1,5})?")) {
            throw new IllegalArgumentException("image-size '" + text + "' must be pixels, such as 224 or 48x192");
        }
        String[] sides = text.split("x", -1);
        return new ImageSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
    }

    /** The larger side. */
    int longer() {
        return Math.max(height, width);
    }

    @Override
    @JsonValue
    public String toString() {
        return height == width ? String.valueOf(height) : height + "x" + width;
    }
}
