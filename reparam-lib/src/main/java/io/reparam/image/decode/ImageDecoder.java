package io.reparam.image.decode;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.time.Duration;

/**
 * Decodes image files of all {@link ImageFormats} to 8-bit RGB: the values that Pillow's {@code convert("RGB")} gives. Grey is
 * repeated, palettes are looked up, alpha is dropped, of 16 bits the upper 8 stay, colour profiles are ignored. An image is turned as
 * its orientation tag says; CMYK is taken as Adobe writes it; of several images in a file, the first is decoded. Immutable; any number
 * of threads may share one.
 */
public final class ImageDecoder {
    /** For images that nobody waits for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long maxPixels;

    /** @param maxPixels width times height that an image may have */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("max pixels " + maxPixels + " must be 1 or more");
        }
        this.maxPixels = maxPixels;
    }

    /**
     * Reads the header, and decodes nothing.
     *
     * @param file kept; the caller must not change it until the image is decoded
     * @throws ImageDecodeException if the file is not an image, its header is damaged, or it claims too many pixels
     */
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        EncodedImage image = ImageFormats.open(file);
        long pixels = (long) image.width() * image.height();
        if (pixels > maxPixels) {
            throw new ImageDecodeException(
                    Reason.TOO_MANY_PIXELS,
                    "the image has " + image.width() + "x" + image.height() + " = " + pixels + " pixels; the limit is "
                            + maxPixels + ", so make it smaller");
        }
        return image.inspected();
    }

    /**
     * The whole image, within a minute.
     *
     * @throws ImageDecodeException if the file is not an image, is damaged, or claims too many pixels
     */
    public RgbImage decode(byte[] file) throws ImageDecodeException {
        return open(file).decode(null, DecodeWatch.of(PATIENCE));
    }

    /**
     * Decodes an image for a net, within a minute. It is resized line by line as it is read, no more of it than the net sees,
     * and never held as a whole. {@link ImageTensorizer} makes the same of the result, to the last bit, as of the whole image; of a
     * JPEG four times as large or more nearly the same, for it is decoded smaller.
     *
     * @throws ImageDecodeException as {@link #decode(byte[])} does
     */
    public RgbImage decode(byte[] file, PreprocessSpec spec) throws ImageDecodeException {
        return open(file).decode(spec, DecodeWatch.of(PATIENCE));
    }
}
