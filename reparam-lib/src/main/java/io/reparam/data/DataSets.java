package io.reparam.data;

import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads whatever data set lies in a directory. A new format is a new file and a line here. */
public final class DataSets {
    private static final List<DataFormat> FORMATS =
            List.of(new Cifar10(), new Cifar100(), new Stl10(), new ClassFolders());

    private static final int LARGEST_SIDE = 1024;

    private DataSets() {}

    /**
     * @param side of the square that a net sees, in pixels; 0 for what is usual for the format
     * @throws DataException if the directory holds no data set, or a file is missing or damaged
     */
    public static DataSet read(Path directory, int side) throws IOException {
        if (side < 0 || side > LARGEST_SIDE) {
            throw new IllegalArgumentException(
                    "image-size " + side + " must be between 1 and " + LARGEST_SIDE + ", or 0 for the usual one");
        }
        DataFormat format = format(directory);
        return new DataSet(
                format.name(),
                format.training(directory),
                format.test(directory),
                Sha256.of(format.all(directory)),
                format.preprocess(side == 0 ? format.side() : side),
                format.warp());
    }

    /** The test images alone. */
    public static ImageSet test(Path directory) throws IOException {
        return format(directory).test(directory);
    }

    /** What there is, for people. */
    public static String formats() {
        return FORMATS.stream()
                .map(format -> format.name() + ": " + format.files())
                .collect(Collectors.joining("; "));
    }

    private static DataFormat format(Path directory) throws DataException {
        if (!Files.isDirectory(directory)) {
            throw new DataException("data directory '" + directory + "' does not exist; it must hold " + formats());
        }
        for (DataFormat format : FORMATS) {
            if (format.fits(directory)) {
                return format;
            }
        }
        throw new DataException("'" + directory + "' holds no data set; it must hold " + formats());
    }
}
