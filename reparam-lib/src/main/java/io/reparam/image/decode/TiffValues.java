package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What the values of a TIFF directory's tags take. A reader holds some of them as a whole whether it needs them or not, and several may
 * be the same bytes of the file.
 *
 * @param bytes in the file, of those that lie outside of the directory
 * @param memory bytes that a reader takes for them at most
 */
record TiffValues(long bytes, long memory) {
    private static final int COLOUR_MAP = 320;
    private static final int EXTRA_SAMPLES = 338;

    /** Tables of the old kind of JPEG, one for each channel. */
    private static final int OLD_JPEG_Q = 519;

    private static final int OLD_JPEG_DC = 520;
    private static final int OLD_JPEG_AC = 521;

    private static final int TEXT = 2;

    /** By type, from 1: byte, text, short, long, rational, their signed kinds, float, double, directory. */
    private static final int[] BYTES = {1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    /** A rational of 8 bytes becomes an array of its own; all are held twice for a moment. */
    private static final int MEMORY_A_BYTE = 6;
    /** Each text that a zero ends becomes a string. */
    private static final int MEMORY_A_TEXT = 64;

    /**
     * @param samples of a pixel
     * @param bits of a sample
     * @throws ImageDecodeException CORRUPT, if a tag has more values than it can need, or all together more than the file has
     */
    static TiffValues of(ByteBuffer in, int samples, int bits) throws ImageDecodeException {
        Map<Integer, Long> most = Map.of(
                COLOUR_MAP,
                3L << bits,
                EXTRA_SAMPLES,
                (long) samples,
                OLD_JPEG_Q,
                4L,
                OLD_JPEG_DC,
                4L,
                OLD_JPEG_AC,
                4L);
        int directory = in.getInt(4);
        int entries = in.getShort(directory) & 0xFFFF;
        long sum = 0;
        long texts = 0;
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + 12 * i;
            int tag = in.getShort(at) & 0xFFFF;
            int type = in.getShort(at + 2) & 0xFFFF;
            long count = in.getInt(at + 4) & 0xFFFFFFFFL;
            if (count > most.getOrDefault(tag, count)) {
                throw ImageDecodeException.corrupt("tag " + tag + " of the TIFF file has " + count + " values; "
                        + most.get(tag) + " is the most for " + samples + " samples of " + bits + " bits");
            }
            long bytes = count * (type < 1 || type > BYTES.length ? Long.BYTES : BYTES[type - 1]);
            if (bytes <= Integer.BYTES) {
                continue;
            }
            sum += bytes;
            if (sum > in.limit()) {
                throw ImageDecodeException.corrupt("the tags of the TIFF file have " + sum
                        + " bytes of values and more, but the file has " + in.limit());
            }
            texts += type == TEXT ? texts(in, in.getInt(at + 8) & 0xFFFFFFFFL, bytes) : 0;
        }
        return new TiffValues(sum, MEMORY_A_BYTE * sum + MEMORY_A_TEXT * texts);
    }

    private static long texts(ByteBuffer in, long from, long bytes) {
        long texts = 1;
        for (long at = from; at < Math.min(in.limit(), from + bytes); at++) {
            texts += in.get((int) at) == 0 ? 1 : 0;
        }
        return texts;
    }
}
