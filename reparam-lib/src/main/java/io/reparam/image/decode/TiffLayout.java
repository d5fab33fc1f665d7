package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.util.Set;

/**
 * How the pixels of a TIFF file lie, from its first directory, checked before a reader believes it.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param bits of a sample
 * @param samples of a pixel
 * @param photometric 0 white is 0, 1 black is 0, 2 RGB, 3 palette, 6 YCbCr
 * @param planes 1 if the samples of a pixel lie side by side; else as many as it has samples
 * @param part the largest strip or tile
 * @param values of all tags
 * @param orientation how to turn the image
 */
record TiffLayout(
        int width,
        int height,
        int bits,
        int samples,
        int photometric,
        int compression,
        int planes,
        Part part,
        TiffValues values,
        Orientation orientation) {

    /**
     * A strip or tile, in one plane.
     *
     * @param width in pixels
     * @param pixels of the largest
     * @param bytes of the largest, as they lie in the file
     * @param lzw what it takes to unpack one, if they are LZW
     */
    record Part(long width, long pixels, long bytes, LzwWork lzw) {}

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int PLANES = 284;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int SAMPLE_FORMAT = 339;

    /** None, fax (1D, T.4, T.6), LZW, JPEG, Deflate (new, old), PackBits. */
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32_946L, 32_773L);

    private static final long LZW = 5;
    private static final long JPEG = 7;

    private static final long LARGEST_TILE = 1 << 24;

    /** @throws IndexOutOfBoundsException if the directory lies outside the file */
    static TiffLayout of(TiffDirectory in) throws ImageDecodeException {
        long width = in.first(WIDTH, 0);
        long height = in.first(HEIGHT, 0);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw ImageDecodeException.corrupt("the header says " + width + "x" + height + " pixels");
        }
        long bits = in.first(BITS, 1);
        long samples = in.first(SAMPLES, 1);
        long photometric = in.first(PHOTOMETRIC, 1);
        long compression = in.first(COMPRESSION, 1);
        boolean colours = photometric == 2 || photometric == 6 ? samples >= 3 : photometric <= 3;
        if (!Set.of(1L, 2L, 4L, 8L, 16L).contains(bits)
                || samples < 1
                || samples > 4
                || !colours
                || !COMPRESSIONS.contains(compression)) {
            throw new ImageDecodeException(
                    Reason.UNSUPPORTED_COLOUR,
                    "the TIFF file has " + samples + " samples of " + bits + " bits, photometric interpretation "
                            + photometric + " and compression " + compression
                            + ", which is not supported; save it as PNG");
        }
        if (!in.isAll(SAMPLE_FORMAT, 1) || !in.isAll(BITS, bits)) {
            throw new ImageDecodeException(
                    Reason.UNSUPPORTED_COLOUR,
                    "the TIFF file has samples below 0, with fractions or of different sizes, which is not supported; save it as PNG");
        }
        TiffValues values = TiffValues.of(in.buffer(), (int) samples, (int) bits);
        boolean tiled = in.find(TILE_WIDTH) >= 0;
        long rows = rows(in, height);
        long part = tiled ? tile(in, width, height) : width * rows;
        long across = tiled ? in.first(TILE_WIDTH, 0) : width;
        int planes = in.first(PLANES, 1) == 2 ? (int) samples : 1;
        int offsets = in.find(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        int bytes = in.find(tiled ? TILE_BYTES : STRIP_BYTES);
        long largest = requireInside(in, offsets, bytes);
        long parts = tiled ? parts(width, across) * parts(height, in.first(TILE_HEIGHT, 0)) : parts(height, rows);
        requireNoMore(in.count(bytes), planes * parts);
        if (compression == JPEG) {
            TiffJpeg.requireFitting(in, offsets, bytes, across, part);
        }
        LzwWork lzw = compression == LZW ? lzw(in, offsets, bytes) : LzwWork.NONE;
        return new TiffLayout(
                (int) width,
                (int) height,
                (int) bits,
                (int) samples,
                (int) photometric,
                (int) compression,
                planes,
                new Part(across, part, largest, lzw),
                values,
                Orientation.of((int) in.first(ORIENTATION, 1)));
    }

    /** Rows of a strip; readers take 0 for all. */
    private static long rows(TiffDirectory in, long height) throws ImageDecodeException {
        long rows = in.first(ROWS_PER_STRIP, height);
        return rows == 0 ? height : Math.min(height, rows);
    }

    private static long parts(long whole, long part) {
        return (whole + part - 1) / part;
    }

    private static void requireNoMore(long count, long most) throws ImageDecodeException {
        if (count > most) {
            throw ImageDecodeException.corrupt(
                    "the TIFF file says where " + count + " parts lie, and its image has " + most);
        }
    }

    /** A tile is held as a whole, however little of it lies in the image. */
    private static long tile(TiffDirectory in, long width, long height) throws ImageDecodeException {
        long across = in.first(TILE_WIDTH, 0);
        long down = in.first(TILE_HEIGHT, 0);
        if (across < 1 || down < 1 || across > LARGEST_TILE || down > LARGEST_TILE || across * down > LARGEST_TILE) {
            throw ImageDecodeException.corrupt("an image of " + width + "x" + height + " pixels has tiles of " + across
                    + "x" + down + " in the TIFF file");
        }
        return across * down;
    }

    /**
     * Parts lie in the file and share nothing: else a few bytes could be work again and again.
     *
     * @return bytes of the largest
     */
    private static long requireInside(TiffDirectory in, int offsets, int bytes) throws ImageDecodeException {
        int count = offsets < 0 || bytes < 0 ? 0 : in.count(bytes);
        if (count < 1 || count > in.file().length || count != in.count(offsets)) {
            throw ImageDecodeException.corrupt("the TIFF file does not say where its pixels lie");
        }
        long sum = 0;
        long largest = 0;
        for (int i = 0; i < count; i++) {
            sum += in.value(bytes, i);
            largest = Math.max(largest, in.value(bytes, i));
            if (in.value(offsets, i) + in.value(bytes, i) > in.file().length || sum > in.file().length) {
                throw ImageDecodeException.corrupt("the TIFF file ends before its pixels do");
            }
        }
        return largest;
    }

    /** The most that any part takes. */
    private static LzwWork lzw(TiffDirectory in, int offsets, int bytes) throws ImageDecodeException {
        boolean reversed = in.first(FILL_ORDER, 1) == 2;
        LzwWork most = LzwWork.NONE;
        for (int i = 0; i < in.count(bytes); i++) {
            most = most.most(LzwWork.of(in.file(), (int) in.value(offsets, i), (int) in.value(bytes, i), reversed));
        }
        return most;
    }
}
