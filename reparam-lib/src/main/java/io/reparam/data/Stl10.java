package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * STL-10 in its binary form: {@code train_X.bin}, {@code train_y.bin} (5,000 images of 96x96 pixels in the published set), {@code
 * test_X.bin}, {@code test_y.bin} (8,000) and {@code class_names.txt}. The unlabelled images are not used.
 *
 * @see <a href="https://cs.stanford.edu/~acoates/stl10/">the format</a>
 */
final class Stl10 implements DataFormat {
    private static final String NAMES = "class_names.txt";

    /** Of the training images. */
    private static final List<Float> MEAN = List.of(0.4467f, 0.4398f, 0.4066f);

    private static final List<Float> STD = List.of(0.2603f, 0.2566f, 0.2713f);

    @Override
    public String name() {
        return "stl10";
    }

    @Override
    public String files() {
        return "train_X.bin, train_y.bin, test_X.bin, test_y.bin and class_names.txt";
    }

    @Override
    public boolean fits(Path directory) {
        return Files.exists(directory.resolve("train_X.bin")) || Files.exists(directory.resolve("test_X.bin"));
    }

    @Override
    public ImageSet training(Path directory) throws IOException {
        return read(directory, "train");
    }

    @Override
    public ImageSet test(Path directory) throws IOException {
        return read(directory, "test");
    }

    @Override
    public List<Path> all(Path directory) {
        return Stream.of("train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin", NAMES)
                .map(directory::resolve)
                .toList();
    }

    @Override
    public int side() {
        return StlImages.SIDE;
    }

    @Override
    public PreprocessSpec preprocess(ImageSize size) {
        return new PreprocessSpec(size.height(), size.width(), size.longer(), Interpolation.BILINEAR, MEAN, STD);
    }

    @Override
    public ImageTransform transform(ImageSize size) {
        return new CropAndFlip(StlImages.SIDE / 8);
    }

    private static ImageSet read(Path directory, String half) throws IOException {
        LabelSet labels = LabelFile.read(directory.resolve(NAMES));
        return StlImages.read(directory.resolve(half + "_X.bin"), directory.resolve(half + "_y.bin"), labels);
    }
}
