package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 in its binary form: {@code data_batch_1.bin} to {@code data_batch_5.bin} (50,000 training images in the published set)
 * and {@code test_batch.bin} (10,000 test images). A record is a label byte and 3,072 pixel bytes.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the format</a>
 */
final class Cifar10 implements DataFormat {
    static final LabelSet LABELS = new LabelSet(
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"));
    private static final int BATCHES = 5;
    private static final String TEST = "test_batch.bin";

    @Override
    public String name() {
        return "cifar10";
    }

    @Override
    public String files() {
        return "data_batch_1.bin to data_batch_5.bin and test_batch.bin";
    }

    @Override
    public boolean fits(Path directory) {
        return Files.exists(directory.resolve("data_batch_1.bin")) || Files.exists(directory.resolve(TEST));
    }

    @Override
    public ImageSet training(Path directory) throws IOException {
        return CifarImages.read(trainingFiles(directory));
    }

    @Override
    public ImageSet test(Path directory) throws IOException {
        return CifarImages.read(List.of(directory.resolve(TEST)));
    }

    @Override
    public List<Path> all(Path directory) {
        List<Path> files = trainingFiles(directory);
        files.add(directory.resolve(TEST));
        return files;
    }

    @Override
    public int side() {
        return CifarImages.SIDE;
    }

    @Override
    public PreprocessSpec preprocess(ImageSize size) {
        return CifarImages.preprocess(size);
    }

    @Override
    public ImageTransform transform(ImageSize size) {
        return CifarImages.TRANSFORM;
    }

    private static List<Path> trainingFiles(Path directory) {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= BATCHES; i++) {
            files.add(directory.resolve("data_batch_" + i + ".bin"));
        }
        return files;
    }
}
