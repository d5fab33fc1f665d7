package io.reparam.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the first bytes of an image file claim, read without decoding anything.
 *
 * @param format name of ImageIO's reader
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param components colour channels of a JPEG: 1 grey, 3 colour, 4 CMYK; 0 for a PNG, whose colours are all fine
 * @param ycck whether a JPEG of four channels holds Y, Cb, Cr and K
 * @param orientation how to turn the image
 */
record ImageHeader(String format, int width, int height, int components, boolean ycck, Orientation orientation) {

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
        Optional<String> other = otherFormat(file);
        if (other.isPresent()) {
            throw new ImageDecodeException(
                    ImageDecodeException.Reason.OTHER_FORMAT,
                    "the image is a " + other.get() + " file, which is not supported; convert it to PNG or JPEG");
        }
        throw new ImageDecodeException(
                ImageDecodeException.Reason.NOT_PNG_OR_JPEG,
                "the " + file.length + " bytes are not an image in PNG or JPEG format; convert it to one of these");
    }

    private static Optional<String> otherFormat(byte[] file) {
        String start = new String(file, 0, Math.min(12, file.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of("GIF");
        }
        if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return Optional.of("WebP");
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return Optional.of("TIFF");
        }
        return start.startsWith("BM") && file.length > 26 && file[14] == 40 ? Optional.of("BMP") : Optional.empty();
    }

    long pixels() {
        return (long) width * height;
    }
}
