package io.reparam.image.decode;

import java.io.ByteArrayOutputStream;

/** Writes grey JPEG files segment by segment, with codes of one bit. */
final class JpegWriter {
    static final int BASELINE = 0xC0;
    static final int PROGRESSIVE = 0xC2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    JpegWriter() {
        marker(0xD8);
        byte[] ones = new byte[65];
        java.util.Arrays.fill(ones, 1, 65, (byte) 1);
        segment(0xDB, ones);
    }

    void marker(int marker) {
        bytes.write(0xFF);
        bytes.write(marker);
    }

    void segment(int marker, byte[] content) {
        marker(marker);
        bytes.write((content.length + 2) >> 8);
        bytes.write(content.length + 2);
        bytes.writeBytes(content);
    }

    /** A frame, and a code for each table: the first coefficient of a block is 0, the bit of the others is this symbol. */
    void frame(int kind, int side, int symbol) {
        segment(kind, new byte[] {8, (byte) (side >> 8), (byte) side, (byte) (side >> 8), (byte) side, 1, 1, 0x11, 0});
        byte[] code = new byte[18];
        code[1] = 1;
        segment(0xC4, code.clone());
        code[0] = 0x10;
        code[17] = (byte) symbol;
        segment(0xC4, code);
    }

    /** A scan of the coefficients from one to another, whose bits are as many zero bytes. */
    void scan(int first, int last, int approximation, int data) {
        segment(0xDA, new byte[] {1, 1, 0, (byte) first, (byte) last, (byte) approximation});
        bytes.writeBytes(new byte[data]);
    }

    byte[] content() {
        return bytes.toByteArray();
    }

    byte[] file() {
        marker(0xD9);
        return bytes.toByteArray();
    }
}
