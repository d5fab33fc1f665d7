package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An image file whose header was read and found within the limits; nothing is decoded yet. Immutable, as long as nobody changes the
 * file.
 */
public abstract class EncodedImage {
    private final String format;
    private final int width;
    private final int height;
    private final Orientation orientation;

    /**
     * @param format its name
     * @param width in pixels, as stored
     * @param height in pixels, as stored
     * @param orientation how to turn the image
     */
    EncodedImage(String format, int width, int height, Orientation orientation) throws ImageDecodeException {
        if (width < 1 || height < 1) {
            throw ImageDecodeException.corrupt("the header says " + width + "x" + height + " pixels");
        }
        this.format = format;
        this.width = width;
        this.height = height;
        this.orientation = orientation;
    }

    /** Pixels in a row as stored; the image may have to be turned. */
    public final int width() {
        return width;
    }

    /** Rows as stored. */
    public final int height() {
        return height;
    }

    final Orientation orientation() {
        return orientation;
    }

    /**
     * This image with what takes work to know, of which a larger image has more: for one that is within the limits.
     *
     * @throws ImageDecodeException CORRUPT
     */
    EncodedImage inspected() throws ImageDecodeException {
        return this;
    }

    /**
     * Bytes that decoding takes at most, on the heap and off it, with the result, without the file.
     *
     * @param spec of the net that it is decoded for; null for the whole image
     */
    public abstract long memory(@Nullable PreprocessSpec spec);

    /**
     * Decodes the image, upright, as small as the net needs it.
     *
     * @param spec of the net; null for the whole image
     * @throws ImageDecodeException CORRUPT, UNSUPPORTED_COLOUR, STOPPED
     */
    public final RgbImage decode(@Nullable PreprocessSpec spec, DecodeWatch watch) throws ImageDecodeException {
        try {
            return decode(spec, new DecodeBudget(watch));
        } catch (ImageDecodeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers answer some damaged files with index and argument exceptions
            throw ImageDecodeException.corrupt("the " + format + " reader gave up");
        }
    }

    abstract RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws IOException;
}
