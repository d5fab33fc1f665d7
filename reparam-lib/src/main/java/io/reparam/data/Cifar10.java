package io.reparam.data;

import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 in a directory: {@code data_batch_1.bin} to {@code data_batch_5.bin} (50,000 training images in the published set) and
 * {@code test_batch.bin} (10,000 test images).
 *
 * @param training all training images
 * @param test all test images
 * @param fingerprint of the six files' bytes, one after the other
 */
public record Cifar10(ImageSet training, ImageSet test, Sha256 fingerprint) {
    public static final String NAME = "cifar10";

    /** @throws DataException if the directory or a file is missing or damaged */
    public static Cifar10 read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new DataException(
                    "data directory '" + directory + "' does not exist; it must hold the CIFAR-10 binary"
                            + " files data_batch_1.bin to data_batch_5.bin and test_batch.bin");
        }
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            files.add(directory.resolve("data_batch_" + i + ".bin"));
        }
        ImageSet training = CifarImages.read(files);
        Path test = directory.resolve("test_batch.bin");
        ImageSet testing = CifarImages.read(List.of(test));
        files.add(test);
        return new Cifar10(training, testing, Sha256.of(files));
    }
}
