package io.reparam.image.decode;

/**
 * What ImageIO takes for a strip or tile of LZW in TIFF. It keeps what each code stands for as an array of its own, begins a table of
 * them at each clear code, and goes on when the strip is full: a megabyte of clear codes is a second.
 *
 * @param nanos at most
 * @param memory bytes of the largest table
 */
record LzwWork(long nanos, long memory) {
    static final LzwWork NONE = new LzwWork(0, 0);

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST = 4096;
    private static final int SHORTEST = 9;
    private static final int LONGEST = 12;

    private static final long NANOS_A_TABLE = 6_000;
    private static final long NANOS_A_CODE = 60;
    private static final long BYTES_A_NANO = 2;

    /** Arrays of one byte for each byte there is, and places for the others. */
    private static final long BYTES_A_TABLE = 24_000;

    private static final int BYTES_AN_ARRAY = 24;

    LzwWork most(LzwWork other) {
        return new LzwWork(Math.max(nanos, other.nanos), Math.max(memory, other.memory));
    }

    /**
     * Follows the codes, without what they stand for.
     *
     * @param from of the strip
     * @param length of it
     * @param reversed whether the bits of each byte are written from the lowest on
     */
    static LzwWork of(byte[] file, int from, int length, boolean reversed) {
        int[] lengths = new int[MOST];
        int next = END + 1;
        int width = SHORTEST;
        int previous = 0; // as the reader has it before the first clear code
        long tables = 1;
        long codes = 0;
        long bytes = 0;
        long table = 0;
        long largest = 0;
        int held = 0;
        int bits = 0;
        for (int at = from; at < from + length; ) {
            int read = file[at++] & 0xFF;
            held = held << 8 | (reversed ? Integer.reverse(read) >>> 24 : read);
            bits += 8;
            if (bits < width) {
                continue;
            }
            bits -= width;
            int code = (held >> bits) & ((1 << width) - 1);
            codes++;
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                tables++;
                next = END + 1;
                width = SHORTEST;
                previous = -1;
                table = 0;
                continue;
            }
            if (previous >= 0) {
                if (next == MOST) {
                    break; // the reader gives up
                }
                lengths[next] = previous < CLEAR ? 2 : lengths[previous] + 1;
                bytes += lengths[next];
                table += lengths[next++] + BYTES_AN_ARRAY;
                largest = Math.max(largest, table);
                width = Math.min(LONGEST, Math.max(SHORTEST, Integer.SIZE - Integer.numberOfLeadingZeros(next + 1)));
            }
            previous = code;
        }
        return new LzwWork(
                NANOS_A_TABLE * tables + NANOS_A_CODE * codes + bytes / BYTES_A_NANO, 2 * (BYTES_A_TABLE + largest));
    }
}
