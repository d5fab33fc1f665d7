package io.reparam.artifact;

/**
 * What the first bytes of an image file claim, read without decoding anything.
 *
 * @param format name of ImageIO's reader
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param components colour channels of a JPEG: 1 grey, 3 colour, 4 CMYK; 0 for a PNG, whose colours are all fine
 * @param orientation how to turn the image
 */
record ImageHeader(String format, int width, int height, int components, Orientation orientation) {

    static ImageHeader of(byte[] file) throws ImageDecodeException {
        if (file.length == 0) {
            throw new ImageDecodeException(ImageDecodeException.Reason.EMPTY, "the image is empty (0 bytes)");
        }
        if (PngHeader.matches(file)) {
            return PngHeader.read(file);
        }
        if (JpegHeader.matches(file)) {
            return JpegHeader.read(file);
        }
        throw new ImageDecodeException(
                ImageDecodeException.Reason.NOT_PNG_OR_JPEG,
                "the " + file.length + " bytes are not an image in PNG or JPEG format; convert it to one of these");
    }

    long pixels() {
        return (long) width * height;
    }
}
