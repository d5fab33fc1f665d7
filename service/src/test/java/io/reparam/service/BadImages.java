package io.reparam.service;

import java.awt.image.BufferedImage;
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

    /** A JPEG whose frame header says four channels. */
    public static byte[] cmykJpeg() {
        byte[] jpeg = SampleImages.encode(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg");
        for (int i = 2; i + 9 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                jpeg[i + 9] = 4;
                return jpeg;
            }
        }
        throw new AssertionError("a baseline JPEG has a frame header");
    }
}
