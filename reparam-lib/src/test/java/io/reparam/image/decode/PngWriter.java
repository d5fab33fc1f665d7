package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes PNG files of 8 bits a sample, whatever their data. */
final class PngWriter {
    static final int GREY = 0;
    static final int COLOUR = 2;

    private PngWriter() {}

    static byte[] grey(int width, int height, byte[] data) {
        return file(width, height, GREY, data);
    }

    /** @param data of a chunk each */
    static byte[] file(int width, int height, int colour, byte[]... data) {
        int bytes = 8 + 25 + 12;
        for (byte[] part : data) {
            bytes += 12 + part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).putLong(0x89504E470D0A1A0AL);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) colour)
                .array();
        chunk(out, "IHDR", header);
        for (byte[] part : data) {
            chunk(out, "IDAT", part);
        }
        chunk(out, "IEND", new byte[0]);
        return out.array();
    }

    private static void chunk(ByteBuffer out, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.putInt(content.length).put(name).put(content).putInt((int) crc.getValue());
    }
}
