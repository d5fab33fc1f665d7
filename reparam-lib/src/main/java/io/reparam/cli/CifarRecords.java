package io.reparam.cli;

import io.reparam.artifact.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The images of a CIFAR-10 file in the binary format: records of one label byte and 32x32 red, green and blue bytes. */
final class CifarRecords {
    private static final int PIXELS = 32 * 32;
    private static final int RECORD = 1 + 3 * PIXELS;

    private CifarRecords() {}

    /**
     * Reads a file, or {@code test_batch.bin} of a directory.
     *
     * @throws IOException if there is no such file or it is not in that format
     */
    static Iterable<RgbImage> read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve("test_batch.bin") : path;
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || bytes.length % RECORD != 0) {
            throw new IOException("'" + file + "' is not a CIFAR-10 binary file: its " + bytes.length
                    + " bytes are no whole number of records of " + RECORD);
        }
        return () -> IntStream.range(0, bytes.length / RECORD)
                .mapToObj(i -> image(Arrays.copyOfRange(bytes, i * RECORD + 1, (i + 1) * RECORD)))
                .iterator();
    }

    private static RgbImage image(byte[] planes) {
        byte[] rgb = new byte[3 * PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = planes[c * PIXELS + i];
            }
        }
        return new RgbImage(32, 32, rgb);
    }
}
