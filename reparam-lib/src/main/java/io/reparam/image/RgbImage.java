package io.reparam.image;

/**
 * A decoded image: 8-bit sRGB, interleaved, rows from the top, no padding.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code [height][width][3]}, R G B; not copied, so the caller must not change it afterwards
 */
public record RgbImage(int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException if a side is below 1 or the array has another length */
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "an RGB image of " + width + "x" + height + " pixels cannot have " + rgb.length + " bytes");
        }
    }
}
