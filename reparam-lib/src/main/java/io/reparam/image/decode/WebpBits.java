package io.reparam.image.decode;

/** The bits of a lossless WebP image, the lowest of a byte first. Belongs to one thread. */
final class WebpBits {
    private final byte[] file;
    private final int end;
    private int at;
    private long held;
    private int count;
    private long read;

    /**
     * @param from the first byte
     * @param end after the last one
     */
    WebpBits(byte[] file, int from, int end) {
        this.file = file;
        this.end = end;
        at = from;
    }

    /** Bits that were given so far. */
    long read() {
        return read;
    }

    /**
     * The next bits as a number.
     *
     * @param wanted 0 to 32
     * @throws ImageDecodeException if the image ends before
     */
    int next(int wanted) throws ImageDecodeException {
        while (count < wanted) {
            if (at == end) {
                throw ImageDecodeException.corrupt("the WebP file ends before its image does");
            }
            held |= (file[at++] & 0xFFL) << count;
            count += Byte.SIZE;
        }
        int bits = (int) (held & ((1L << wanted) - 1));
        held >>>= wanted;
        count -= wanted;
        read += wanted;
        return bits;
    }
}
