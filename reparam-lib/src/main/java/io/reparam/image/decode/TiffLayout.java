package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * How the pixels of a TIFF file lie, from its first directory, checked before a reader believes it.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param bits of a sample
 * @param samples of a pixel
 * @param photometric 0 white is 0, 1 black is 0, 2 RGB, 3 palette, 6 YCbCr
 * @param part pixels of the largest strip or tile
 * @param nanos that a reader takes at most for such a part and for the tags, where nothing stops it
 * @param values of the tags
 * @param orientation how to turn the image
 */
record TiffLayout(
        int width,
        int height,
        int bits,
        int samples,
        int photometric,
        long part,
        long nanos,
        TiffValues values,
        Orientation orientation) {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
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

    private static final long JPEG = 7;

    private static final Set<Long> FAX = Set.of(2L, 3L, 4L);
    /** Deflate and LZW unpack byte by byte, and JPEG does more; the others copy or fill runs. */
    private static final Set<Long> UNPACKED = Set.of(5L, JPEG, 8L, 32_946L);

    /** ImageIO follows fax code by code, and a code may be one bit. */
    private static final long NANOS_A_FAX_BYTE = 250;

    private static final long NANOS_A_BYTE = 10;
    /** A sample of 8 bits or less, or a half of a larger one. */
    private static final long NANOS_A_SAMPLE = 6;

    private static final long NANOS_AN_UNPACKED_SAMPLE = 16;
    private static final long NANOS_A_TAG_BYTE = 50;

    private static final long LARGEST_TILE = 1 << 24;

    /** @throws IndexOutOfBoundsException if the directory lies outside the file */
    static TiffLayout of(ByteBuffer in) throws ImageDecodeException {
        requireOnce(in);
        long width = first(in, WIDTH, 0);
        long height = first(in, HEIGHT, 0);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw ImageDecodeException.corrupt("the header says " + width + "x" + height + " pixels");
        }
        long bits = first(in, BITS, 1);
        long samples = first(in, SAMPLES, 1);
        long photometric = first(in, PHOTOMETRIC, 1);
        long compression = first(in, COMPRESSION, 1);
        boolean colours = photometric == 2 || photometric == 6 ? samples >= 3 : photometric <= 3;
        if (!Set.of(1L, 2L, 4L, 8L, 16L).contains(bits)
                || samples < 1
                || samples > 4
                || !colours
                || first(in, SAMPLE_FORMAT, 1) != 1
                || !COMPRESSIONS.contains(compression)) {
            throw new ImageDecodeException(
                    Reason.UNSUPPORTED_COLOUR,
                    "the TIFF file has " + samples + " samples of " + bits + " bits, photometric interpretation "
                            + photometric + " and compression " + compression
                            + ", which is not supported; save it as PNG");
        }
        TiffValues values = TiffValues.of(in, (int) samples, (int) bits);
        boolean tiled = entry(in, TILE_WIDTH) >= 0;
        long rows = rows(in, height);
        long part = tiled ? tile(in, width, height) : width * rows;
        int offsets = entry(in, tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        int bytes = entry(in, tiled ? TILE_BYTES : STRIP_BYTES);
        long largest = requireInside(in, offsets, bytes);
        long parts = tiled
                ? parts(width, first(in, TILE_WIDTH, 0)) * parts(height, first(in, TILE_HEIGHT, 0))
                : parts(height, rows);
        requireNoMore(in.getInt(bytes + 4), first(in, PLANES, 1) == 2 ? samples * parts : parts);
        if (compression == JPEG) {
            requireFitting(in, offsets, bytes, tiled ? first(in, TILE_WIDTH, 0) : width, part);
        }
        long ofSamples = UNPACKED.contains(compression) ? NANOS_AN_UNPACKED_SAMPLE : NANOS_A_SAMPLE;
        long ofBytes = FAX.contains(compression) ? NANOS_A_FAX_BYTE : NANOS_A_BYTE;
        long unpacked = part * samples * Math.max(8, bits) / 8;
        return new TiffLayout(
                (int) width,
                (int) height,
                (int) bits,
                (int) samples,
                (int) photometric,
                part,
                ofSamples * unpacked + ofBytes * largest + NANOS_A_TAG_BYTE * values.bytes(),
                values,
                Orientation.of((int) first(in, ORIENTATION, 1)));
    }

    /** Rows of a strip; readers take 0 for all. */
    private static long rows(ByteBuffer in, long height) throws ImageDecodeException {
        long rows = first(in, ROWS_PER_STRIP, height);
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
    private static long tile(ByteBuffer in, long width, long height) throws ImageDecodeException {
        long across = first(in, TILE_WIDTH, 0);
        long down = first(in, TILE_HEIGHT, 0);
        if (across < 1 || down < 1 || across > LARGEST_TILE || down > LARGEST_TILE || across * down > LARGEST_TILE) {
            throw ImageDecodeException.corrupt("an image of " + width + "x" + height + " pixels has tiles of " + across
                    + "x" + down + " in the TIFF file");
        }
        return across * down;
    }

    /** A reader may take the last of two that differ. */
    private static void requireOnce(ByteBuffer in) throws ImageDecodeException {
        BitSet seen = new BitSet();
        int directory = in.getInt(4);
        int entries = in.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int tag = in.getShort(directory + 2 + 12 * i) & 0xFFFF;
            if (seen.get(tag)) {
                throw ImageDecodeException.corrupt("tag " + tag + " stands twice in the TIFF file");
            }
            seen.set(tag);
        }
    }

    /**
     * Parts lie in the file and share nothing: else a few bytes could be work again and again.
     *
     * @return bytes of the largest
     */
    private static long requireInside(ByteBuffer in, int offsets, int bytes) throws ImageDecodeException {
        int count = offsets < 0 || bytes < 0 ? 0 : in.getInt(bytes + 4);
        if (count < 1 || count > in.limit() || count != in.getInt(offsets + 4)) {
            throw ImageDecodeException.corrupt("the TIFF file does not say where its pixels lie");
        }
        long sum = 0;
        long largest = 0;
        for (int i = 0; i < count; i++) {
            sum += value(in, bytes, i);
            largest = Math.max(largest, value(in, bytes, i));
            if (value(in, offsets, i) + value(in, bytes, i) > in.limit() || sum > in.limit()) {
                throw ImageDecodeException.corrupt("the TIFF file ends before its pixels do");
            }
        }
        return largest;
    }

    /** A part of JPEG says itself how large it is, and in how many scans its blocks are visited; its reader believes it. */
    @SuppressWarnings("ByteBufferBackingArray") // it wraps a whole array
    private static void requireFitting(ByteBuffer in, int offsets, int bytes, long width, long part)
            throws ImageDecodeException {
        int count = in.getInt(bytes + 4);
        for (int i = 0; i < count; i++) {
            int start = Math.toIntExact(value(in, offsets, i));
            byte[] jpeg = Arrays.copyOfRange(in.array(), start, start + Math.toIntExact(value(in, bytes, i)));
            JpegFrame frame = JpegFrame.read(jpeg);
            if (frame.width() > width || (long) frame.width() * frame.height() > part) {
                throw ImageDecodeException.corrupt("a part of the TIFF file holds a JPEG of " + frame.width() + "x"
                        + frame.height() + " pixels, more than the part has");
            }
            if (frame.progressive() || JpegSegments.of(jpeg, frame).scans() > frame.channels()) {
                throw new ImageDecodeException(
                        Reason.UNSUPPORTED_COLOUR,
                        "the TIFF file holds progressive JPEG, which is not supported; save it as PNG");
            }
        }
    }

    private static long first(ByteBuffer in, int tag, long otherwise) throws ImageDecodeException {
        int entry = entry(in, tag);
        return entry < 0 ? otherwise : value(in, entry, 0);
    }

    /** Where the directory's entry of a tag lies; -1 if it has none. */
    private static int entry(ByteBuffer in, int tag) {
        int directory = in.getInt(4);
        int entries = in.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + 12 * i;
            if ((in.getShort(at) & 0xFFFF) == tag) {
                return at;
            }
        }
        return -1;
    }

    /** A number of an entry: a byte, short or int. */
    private static long value(ByteBuffer in, int entry, int index) throws ImageDecodeException {
        int type = in.getShort(entry + 2);
        int bytes = switch (type) {
            case 1 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            default -> throw ImageDecodeException.corrupt("a number in the TIFF file has type " + type);
        };
        long count = in.getInt(entry + 4) & 0xFFFFFFFFL;
        int start = count * bytes <= 4 ? entry + 8 : in.getInt(entry + 8);
        int at = Math.addExact(start, Math.multiplyExact(bytes, index));
        return switch (bytes) {
            case 2 -> in.getShort(at) & 0xFFFF;
            case 4 -> in.getInt(at) & 0xFFFFFFFFL;
            default -> in.get(at) & 0xFF;
        };
    }
}
