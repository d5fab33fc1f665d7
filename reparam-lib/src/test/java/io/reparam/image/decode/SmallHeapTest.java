package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
        assertThat(output("96m", "large")).contains("8 images of 224x224");
    }

    /** A list of them took 35 MB. */
    @Test
    void decode_pngOfManyChunks_needsNoListOfThem() throws Exception {
        assertThat(output("28m", "chunks")).contains("decoded to 16x16");
    }

    private static String output(String heap, String what) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName(),
                        what)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("chunks")) {
            RgbImage small = new ImageDecoder(50_000_000).decode(chunks());
            System.out.println("decoded to " + small.width() + "x" + small.height());
            return;
        }
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
        return PngWriter.file(WIDTH, HEIGHT, PngWriter.COLOUR, data.toByteArray());
    }

    /** Of its pixels only some are there, after as many chunks of nothing as 9.6 MB hold. */
    private static byte[] chunks() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(data)) {
            out.write(new byte[16 * 17]);
        }
        byte[][] parts = new byte[800_001][];
        java.util.Arrays.fill(parts, new byte[0]);
        parts[800_000] = data.toByteArray();
        return PngWriter.file(16, 16, PngWriter.GREY, parts);
    }
}
