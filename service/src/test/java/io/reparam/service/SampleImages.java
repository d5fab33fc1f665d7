package io.reparam.service;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The 200 CIFAR-10 test images of the library's tests: one label byte, then 3072 bytes, planar R G B. */
public final class SampleImages {
    static final String FILE = "/cifar10-sample/test_batch.bin";
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + 3 * PLANE;

    /** An image and the index of its class. */
    public record Sample(int label, BufferedImage image) {
        public byte[] png() {
            return encode(image, "png");
        }

        public byte[] jpeg() {
            return encode(image, "jpg");
        }
    }

    private SampleImages() {}

    public static List<Sample> all() {
        try (InputStream in = Objects.requireNonNull(SampleImages.class.getResourceAsStream(FILE), FILE)) {
            byte[] bytes = in.readAllBytes();
            return IntStream.range(0, bytes.length / RECORD)
                    .mapToObj(i -> sample(bytes, i * RECORD))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Sample first() {
        return all().get(0);
    }

    public static byte[] encode(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(byte[] bytes, int at) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < PLANE; i++) {
            int r = bytes[at + 1 + i] & 0xFF;
            int g = bytes[at + 1 + PLANE + i] & 0xFF;
            int b = bytes[at + 1 + 2 * PLANE + i] & 0xFF;
            image.setRGB(i % SIDE, i / SIDE, (r << 16) | (g << 8) | b);
        }
        return new Sample(bytes[at], image);
    }
}
