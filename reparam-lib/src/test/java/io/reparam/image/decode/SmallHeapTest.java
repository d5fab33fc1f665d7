package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** PNG files of 40 megapixels, eight at once, in a JVM whose heap holds none of them. */
class SmallHeapTest {
    private static final int WIDTH = 8000;
    private static final int HEIGHT = 5000;
    private static final int THREADS = 8;

    @Test
    void decode_eightLargePngs_needAFewMegabytesEach() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("8 images of 224x224");
    }

    public static void main(String[] args) throws Exception {
        byte[] file = png();
        PreprocessSpec spec =
                new PreprocessSpec(224, 224, 224, Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
        EncodedImage image = new ImageDecoder(50_000_000).open(file);
        if (image.memory(spec) > 8 << 20) {
            throw new IllegalStateException("it says that it takes " + image.memory(spec) + " bytes");
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Callable<RgbImage> decode = () -> image.decode(spec, () -> Long.MAX_VALUE);
        List<Future<RgbImage>> images =
                threads.invokeAll(Stream.generate(() -> decode).limit(THREADS).toList());
        threads.shutdown(); // a process that fails ends, too
        for (Future<RgbImage> decoded : images) {
            RgbImage small = decoded.get();
            if (small.width() != 224 || small.height() != 224 || (small.rgb()[0] & 0xFF) != 77) {
                throw new IllegalStateException("it was decoded to " + small.width() + "x" + small.height());
            }
        }
        System.out.println(images.size() + " images of 224x224");
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(data, new Deflater(1), 1 << 16)) {
            byte[] line = new byte[1 + 3 * WIDTH];
            java.util.Arrays.fill(line, 1, line.length, (byte) 77);
            for (int y = 0; y < HEIGHT; y++) {
                out.write(line);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(ByteBuffer.allocate(8).putLong(0x89504E470D0A1A0AL).array());
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(WIDTH)
                        .putInt(HEIGHT)
                        .put((byte) 8)
                        .put((byte) 2)
                        .array());
        chunk(file, "IDAT", data.toByteArray());
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        file.write(ByteBuffer.allocate(4).putInt(content.length).array());
        file.write(name);
        file.write(content);
        file.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
