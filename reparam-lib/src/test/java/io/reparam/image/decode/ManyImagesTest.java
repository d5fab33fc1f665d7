package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Decodes images of all formats, whole ones, damaged ones and such as a net needs smaller, and looks at the memory of the process. */
class ManyImagesTest {
    /** Of resident memory, in KiB, after the first look: what allocators keep. */
    private static final long MOST_GROWTH = 32 << 10;

    private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
    private static final PreprocessSpec SPEC =
            new PreprocessSpec(64, 64, 72, Interpolation.BICUBIC, List.of(0.5f, 0.5f, 0.5f), List.of(0.2f, 0.2f, 0.2f));

    /** A leak of a kilobyte an image is three times as much as may be kept. */
    @Tag("long")
    @Test
    void hundredThousandImages_leaveNothingBehind() throws IOException {
        leaveNothingBehind(100_000);
    }

    /** A leak of an image's pixels is ten times as much as may be kept. */
    @Test
    void twoThousandImages_leaveNoPixelsBehind() throws IOException {
        leaveNothingBehind(2_000);
    }

    private static void leaveNothingBehind(int images) throws IOException {
        List<byte[]> files = files();
        Map<String, Integer> outcomes = new TreeMap<>();
        List<Long> resident = new ArrayList<>();
        ImageTensorizer tensorizer = new ImageTensorizer(SPEC);
        FloatBuffer out = FloatBuffer.allocate(SPEC.floats());
        Random random = new Random(1);
        for (int i = 1; i <= images; i++) {
            byte[] file = files.get(random.nextInt(files.size()));
            if (i % 10 == 0) {
                file = damaged(file, random);
            }
            outcomes.merge(outcome(file, i % 2 == 0, tensorizer, out), 1, Integer::sum);
            if (i % (images / 10) == 0) {
                resident.add(residentKib());
                System.out.println(i + " images, " + resident.get(resident.size() - 1) / 1024 + " MiB: " + outcomes);
            }
        }
        assertThat(resident.get(resident.size() - 1) - resident.get(0))
                .as("growth of resident memory, KiB, after the first of %s", resident)
                .isLessThan(MOST_GROWTH);
    }

    private static String outcome(byte[] file, boolean whole, ImageTensorizer tensorizer, FloatBuffer out) {
        try {
            RgbImage image = whole ? DECODER.decode(file) : DECODER.decode(file, SPEC);
            out.clear();
            tensorizer.tensorize(image, out);
            return "decoded";
        } catch (ImageDecodeException e) {
            return e.reason().toString();
        }
    }

    /** Cut off, or with one byte changed. */
    private static byte[] damaged(byte[] file, Random random) {
        byte[] copy = Arrays.copyOf(file, random.nextBoolean() ? file.length : 1 + random.nextInt(file.length));
        copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        return copy;
    }

    /** Pillow's files, and photographs of 500x375 in what Java writes. */
    private static List<byte[]> files() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String line : new String(
                        TestFiles.read("/decoder/formats/pillow.txt"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            files.add(TestFiles.read("/decoder/formats/" + line.substring(0, line.indexOf(' '))));
        }
        for (String name : List.of("cmyk.jpg", "ycck.jpg", "progressive.jpg", "orientation6.png")) {
            files.add(TestFiles.read("/decoder/" + name));
        }
        BufferedImage photo = new BufferedImage(500, 375, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < photo.getHeight(); y++) {
            for (int x = 0; x < photo.getWidth(); x++) {
                photo.setRGB(x, y, x / 2 << 16 | y / 2 << 8 | (x * y) & 0x1f);
            }
        }
        for (String format : List.of("jpeg", "jpeg", "jpeg", "jpeg", "png", "gif", "bmp", "tiff")) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(photo, format, file);
            files.add(file.toByteArray());
        }
        return files;
    }

    private static long residentKib() throws IOException {
        System.gc();
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
