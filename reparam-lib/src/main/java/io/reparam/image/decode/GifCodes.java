package io.reparam.image.decode;

/** The LZW codes of a GIF image: what they stand for grows with them, but never beyond the image. */
final class GifCodes {
    private static final int MOST = 1 << 12;

    private final byte[] file;
    private final int smallest;
    private final short[] prefix = new short[MOST];
    private final byte[] last = new byte[MOST];
    private final byte[] stack = new byte[MOST + 1];
    private int at;
    private int blockEnd;
    private int bits;
    private int bitCount;

    /** @param at of the byte that says how long the shortest code is */
    GifCodes(byte[] file, int at) throws ImageDecodeException {
        this.file = file;
        smallest = at < file.length ? file[at] : 0;
        if (smallest < 1 || smallest > 11) {
            throw ImageDecodeException.corrupt("the GIF file's shortest code has " + smallest + " bits");
        }
        this.at = at + 1;
        blockEnd = this.at;
    }

    /**
     * Fills the array.
     *
     * @throws ImageDecodeException if there are fewer pixels or the codes make no sense; STOPPED
     */
    void read(byte[] indexes, DecodeBudget budget) throws ImageDecodeException {
        int clear = 1 << smallest;
        int next = clear + 2;
        int width = smallest + 1;
        int previous = -1;
        byte first = 0;
        for (int done = 0; done < indexes.length; ) {
            int code = code(width);
            budget.spend(1);
            if (code == clear) {
                next = clear + 2;
                width = smallest + 1;
                previous = -1;
                continue;
            }
            if (code == clear + 1 || code > next || (code == next && previous < 0) || (previous < 0 && code > clear)) {
                throw ImageDecodeException.corrupt("the GIF file's codes end or break off after " + done + " pixels");
            }
            int depth = 0;
            int walk = code;
            if (code == next) {
                stack[depth++] = first;
                walk = previous;
            }
            while (walk >= clear) {
                stack[depth++] = last[walk];
                walk = prefix[walk];
            }
            first = (byte) walk;
            stack[depth++] = first;
            while (depth > 0 && done < indexes.length) {
                indexes[done++] = stack[--depth];
            }
            if (previous >= 0 && next < MOST) {
                prefix[next] = (short) previous;
                last[next] = first;
                next++;
                if (next == 1 << width && width < 12) {
                    width++;
                }
            }
            previous = code;
        }
    }

    private int code(int width) throws ImageDecodeException {
        while (bitCount < width) {
            if (at == blockEnd) {
                int length = at < file.length ? file[at] & 0xFF : 0;
                if (length == 0) {
                    throw ImageDecodeException.corrupt("the GIF file ends before its first image does");
                }
                blockEnd = Math.min(file.length, ++at + length);
                continue;
            }
            bits |= (file[at++] & 0xFF) << bitCount;
            bitCount += 8;
        }
        int code = bits & ((1 << width) - 1);
        bits >>>= width;
        bitCount -= width;
        return code;
    }
}
