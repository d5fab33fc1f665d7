package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-100 in its binary form: {@code train.bin}, {@code test.bin} and the names in {@code fine_label_names.txt}. A record is
 * a byte with the coarse label, which is not used, one with the fine label, and 3,072 pixel bytes.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the format</a>
 */
final class Cifar100 implements DataFormat {
    private static final String TRAINING = "train.bin";
    private static final String TEST = "test.bin";
    private static final String NAMES = "fine_label_names.txt";
    private static final int LABEL_BYTES = 2;

    @Override
    public String name() {
        return "cifar100";
    }

    @Override
    public String files() {
        return "train.bin, test.bin and fine_label_names.txt";
    }

    @Override
    public boolean fits(Path directory) {
        return Files.exists(directory.resolve(TRAINING)) || Files.exists(directory.resolve(TEST));
    }

    @Override
    public ImageSet training(Path directory) throws IOException {
        return CifarImages.read(List.of(directory.resolve(TRAINING)), LABEL_BYTES, labels(directory));
    }

    @Override
    public ImageSet test(Path directory) throws IOException {
        return CifarImages.read(List.of(directory.resolve(TEST)), LABEL_BYTES, labels(directory));
    }

    @Override
    public List<Path> all(Path directory) {
        return List.of(directory.resolve(TRAINING), directory.resolve(TEST), directory.resolve(NAMES));
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

    private static LabelSet labels(Path directory) throws IOException {
        return LabelFile.read(directory.resolve(NAMES));
    }
}
