package io.reparam.service;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

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

    /** A progressive JPEG whose last scan comes so many times: each is work over the whole image. */
    public static byte[] scans(int times) {
        byte[] file = progressive(2000);
        int scan = file.length - 2;
        while (file[scan] != (byte) 0xFF || file[scan + 1] != (byte) 0xDA) {
            scan--;
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(file, 0, scan);
        for (int i = 0; i < times; i++) {
            bomb.write(file, scan, file.length - 2 - scan);
        }
        bomb.write(file, file.length - 2, 2);
        return bomb.toByteArray();
    }

    /** A black square. */
    public static byte[] progressive(int side) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            BufferedImage grey = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
            writer.write(null, new IIOImage(grey, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** 54 bytes that say 10x10 pixels outside, and 16383x16383 inside. */
    public static byte[] lyingWebp() {
        return Base64.getDecoder().decode("UklGRi4AAABXRUJQVlA4WAoAAAAAAAAACQAACQAAVlA4TBAAAAAv/r//D4iICAAAAAAAAAAA");
    }
}
