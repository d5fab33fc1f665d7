package io.reparam.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** What should not be sent. */
public final class BadImages {
    private BadImages() {}

    public static byte[] text() {
        return "this is not an image".getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] cut(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
    }

    public static byte[] megabytes(int count) {
        return new byte[count << 20];
    }

    /** 33 bytes that claim 3.6 billion pixels. */
    public static byte[] hugePng() {
        ByteBuffer png = ByteBuffer.allocate(33).putLong(0x89504E470D0A1A0AL).putInt(13);
        png.putInt(0x49484452).putInt(60_000).putInt(60_000).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(png.array(), 12, 17);
        return png.putInt((int) crc.getValue()).array();
    }

    public static byte[] avif() {
        return "\0\0\0\u001cftypavif\0\0\0\0mif1".getBytes(StandardCharsets.ISO_8859_1);
    }
}
