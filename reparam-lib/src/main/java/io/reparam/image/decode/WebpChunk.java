package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The chunk of a WebP file that holds the pixels of an image, with the size that it says itself: a decoder believes it, whatever
 * stands around it.
 *
 * @param at of its tag
 * @param length of its content, which lies within the file
 * @param lossless whether it is VP8L
 * @param width in pixels
 * @param height in pixels
 */
record WebpChunk(int at, int length, boolean lossless, int width, int height) {
    static final int HEADER = 8;
    private static final int LEAST = 10;
    private static final int SIDE = 0x3FFF;

    static boolean isAt(byte[] file, int at) {
        return file[at] == 'V'
                && file[at + 1] == 'P'
                && file[at + 2] == '8'
                && (file[at + 3] == ' ' || file[at + 3] == 'L');
    }

    /** The chunk that begins there, where {@link #isAt} is true. */
    static WebpChunk read(byte[] file, int at, int end) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getInt(at + 4);
        if (length < LEAST || length > end - at - HEADER) {
            throw ImageDecodeException.corrupt("the WebP file ends before its image does");
        }
        if (file[at + 3] == ' ') {
            return new WebpChunk(at, length, false, in.getShort(at + 14) & SIDE, in.getShort(at + 16) & SIDE);
        }
        int sides = in.getInt(at + 9);
        return new WebpChunk(at, length, true, 1 + (sides & SIDE), 1 + ((sides >> 14) & SIDE));
    }

    /** The first one among these chunks, of which one for alpha may come before. */
    static WebpChunk first(byte[] file, int from, int end) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = from; at + HEADER <= end; ) {
            if (isAt(file, (int) at)) {
                return read(file, (int) at, end);
            }
            long length = in.getInt((int) at + 4) & 0xFFFFFFFFL;
            at += HEADER + length + (length & 1);
        }
        throw ImageDecodeException.corrupt("the WebP file ends before its image does");
    }

    /** A file of this image alone, without alpha: the decoder takes no animations. */
    byte[] alone(byte[] file) {
        int padded = HEADER + length + (length & 1);
        ByteBuffer out = ByteBuffer.allocate(12 + padded).order(ByteOrder.LITTLE_ENDIAN);
        out.put(file, 0, 4).putInt(4 + padded).put(file, 8, 4).put(file, at, HEADER + length);
        return out.array();
    }
}
