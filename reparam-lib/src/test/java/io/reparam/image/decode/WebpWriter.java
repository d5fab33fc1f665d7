package io.reparam.image.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes lossless WebP bit by bit, as RFC 9649 says. */
final class WebpWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long held;
    private int count;

    WebpWriter(int width, int height) {
        bits(0x2F, 8);
        bits(width - 1, 14);
        bits(height - 1, 14);
        bits(0, 4);
    }

    /** A black square with a group of prefix codes for each tile of 4x4 pixels, 65,536 at most. */
    static byte[] groups(int side) {
        WebpWriter out = new WebpWriter(side, side);
        out.bits(0b100, 3); // no transform, no cache, an image of groups follows
        out.bits(0, 3); // tiles of 4x4
        out.bits(0, 1);
        out.allBytesCode(24);
        out.allBytesCode(0);
        for (int i = 0; i < 3; i++) {
            out.oneSymbolCode();
        }
        int tiles = side / 4 * (side / 4);
        for (int i = 0; i < tiles; i++) {
            out.bits(Integer.reverse(i & 0xFF) >>> 24, 8);
            out.bits(Integer.reverse(i >> 8) >>> 24, 8);
        }
        for (int i = 0; i < tiles; i++) {
            out.oneSymbolCodes();
        }
        return out.alone();
    }

    /** Begins a transform that predicts, with an image of its own: a copy of one pixel again and again, without a bit. */
    void predictor() {
        bits(0b1, 1);
        bits(0, 2 + 3); // its number; tiles of 4x4
        bits(0, 1); // no cache
        bits(0, 1);
        bits(0, 4);
        bits(0b001_000_001_000, 12); // a bit each for "many zeros" and for "length 1"
        bits(0, 1);
        manyZeros(138);
        manyZeros(118);
        bits(0, 1); // symbol 256, a copy of one pixel
        manyZeros(23);
        for (int i = 0; i < 4; i++) {
            oneSymbolCode();
        }
    }

    private void manyZeros(int times) {
        bits(1, 1);
        bits(times - 11, 7);
    }

    void bits(long value, int wanted) {
        held |= value << count;
        count += wanted;
        for (; count >= 8; count -= 8, held >>>= 8) {
            bytes.write((int) held);
        }
    }

    /** All pixels are black and take no bits. */
    void oneSymbolCodes() {
        for (int i = 0; i < 5; i++) {
            oneSymbolCode();
        }
    }

    private void oneSymbolCode() {
        bits(1, 4);
    }

    // a word of 8 bits for each of 256 symbols; more have none
    private void allBytesCode(int more) {
        bits(0, 1);
        bits(12 - 4, 4);
        for (int i = 0; i < 12; i++) {
            bits(i == 1 || i == 11 ? 1 : 0, 3); // a bit for "many zeros" and for "length 8"
        }
        bits(0, 1);
        for (int i = 0; i < 256; i++) {
            bits(0, 1);
        }
        if (more > 0) {
            bits(1, 1);
            bits(more - 11, 7);
        }
    }

    byte[] alone() {
        return riff(chunk());
    }

    /** In a file that says another size. */
    byte[] extended(int width, int height) {
        return extended(width, height, chunk());
    }

    private static byte[] extended(int width, int height, byte[] chunk) {
        ByteBuffer both = ByteBuffer.allocate(18 + chunk.length).order(ByteOrder.LITTLE_ENDIAN);
        both.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0);
        both.putInt(width - 1).position(15);
        both.putShort((short) (height - 1)).put((byte) 0).put(chunk);
        return riff(both.array());
    }

    /** The first image of an animation so large, of one pixel in its corner. */
    byte[] animated(int width, int height) {
        byte[] chunk = chunk();
        ByteBuffer frame = ByteBuffer.allocate(8 + 16 + chunk.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.put("ANMF".getBytes(StandardCharsets.US_ASCII)).putInt(16 + chunk.length);
        frame.position(24).put(chunk);
        return extended(width, height, frame.array());
    }

    private byte[] chunk() {
        bits(0, 64 - 8);
        byte[] content = bytes.toByteArray();
        int padded = content.length + (content.length & 1);
        ByteBuffer out = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        out.put("VP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content);
        return out.array();
    }

    private static byte[] riff(byte[] chunks) {
        ByteBuffer out = ByteBuffer.allocate(12 + chunks.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunks.length);
        return out.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunks).array();
    }
}
