package io.reparam.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The 200 real images of the test resources. */
public final class CifarSample {
    private static final int RECORD = 3073;

    public static final Path FILE = Path.of("src/test/resources/cifar10-sample/test_batch.bin");

    private CifarSample() {}

    public static ImageSet read() {
        try {
            return CifarImages.read(List.of(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays the sample out as a whole data set: 40 images in each training file, all 200 as the test set. */
    public static Path asDataSet(Path directory) throws IOException {
        Files.createDirectories(directory);
        byte[] all = Files.readAllBytes(FILE);
        for (int b = 0; b < 5; b++) {
            byte[] part = Arrays.copyOfRange(all, b * 40 * RECORD, (b + 1) * 40 * RECORD);
            Files.write(directory.resolve("data_batch_" + (b + 1) + ".bin"), part);
        }
        Files.write(directory.resolve("test_batch.bin"), all);
        return directory;
    }
}
