package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Sha256;
import io.reparam.image.Fit;
import io.reparam.image.ImagePool;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads whatever data set lies in a directory. A new format is a new file and a line here. */
public final class DataSets {
    private static final List<DataFormat> FORMATS =
            List.of(new Cifar10(), new Cifar100(), new Stl10(), new ClassFolders());

    private DataSets() {}

    /**
     * @param size that a net sees
     * @param fit how an image becomes that; cropped ones are varied while training, of the others a net sees all as it is
     * @throws DataException if the directory holds no data set, or a file is missing or damaged
     */
    public static DataSet read(Path directory, ImageSize size, Fit fit) throws IOException {
        DataFormat format = trainable(directory);
        ImageSize seen = size.equals(ImageSize.USUAL) ? ImageSize.square(format.side()) : size;
        PreprocessSpec cropped = format.preprocess(seen);
        return new DataSet(
                format.name(),
                format.training(directory),
                format.test(directory),
                Sha256.of(format.all(directory)),
                fit == Fit.CROP ? cropped : cropped.withoutMargin().with(fit, cropped.channels()),
                fit == Fit.CROP ? format.transform(seen) : (image, random) -> image);
    }

    /**
     * The test images alone.
     *
     * @param path a directory with a data set, or one CIFAR-10 binary file
     */
    public static ImageSet test(Path path) throws IOException {
        return Files.isRegularFile(path)
                ? CifarImages.read(List.of(path))
                : format(path).test(path);
    }

    /**
     * Images to run a net on, whatever they show: the test images of a data set, an image file, or all that lie in a directory
     * and below it.
     */
    public static ImagePool images(Path path) throws IOException {
        return Files.exists(path) && isDataSet(path) ? test(path).pool() : ImageFolder.below(path);
    }

    /**
     * Images with their classes: the test images of a data set, or a directory with a subdirectory a class.
     *
     * @param names of the classes, which subdirectories are called by; null to count subdirectories in the order of their names
     */
    public static LabelledImages labelled(Path path, @Nullable LabelSet names) throws IOException {
        if (!Files.exists(path) || !isDataSet(path)) {
            return ImageFolder.read(path, names);
        }
        return LabelledImages.of(test(path), names, path);
    }

    /** What there is, for people. */
    public static String formats() {
        return FORMATS.stream()
                .map(format -> format.name() + ": " + format.files())
                .collect(Collectors.joining("; "));
    }

    private static boolean isDataSet(Path path) {
        return Files.isRegularFile(path)
                ? !ImageFolder.isImage(path)
                : !Files.isDirectory(path) || FORMATS.stream().anyMatch(format -> format.fits(path));
    }

    /** To learn from, a folder a class will do; to look at, such a folder is all images that it holds. */
    private static DataFormat trainable(Path directory) throws IOException {
        if (Files.isDirectory(directory) && FORMATS.stream().noneMatch(format -> format.fits(directory))) {
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.anyMatch(entry -> Files.isDirectory(entry)
                        && !entry.getFileName().toString().startsWith("."))) {
                    return new ClassFolders();
                }
            }
        }
        return format(directory);
    }

    private static DataFormat format(Path directory) throws DataException {
        if (!Files.isDirectory(directory)) {
            throw new DataException("data directory '" + directory + "' does not exist; 'reparam data cifar10 -o "
                    + directory + "' fetches CIFAR-10; a data directory holds " + formats());
        }
        for (DataFormat format : FORMATS) {
            if (format.fits(directory)) {
                return format;
            }
        }
        throw new DataException("'" + directory + "' holds no data set; it must hold " + formats());
    }
}
