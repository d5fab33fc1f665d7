package io.reparam.data;

import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way in which a data set lies in a directory. */
interface DataFormat {
    String name();

    /** What the directory holds, for people. */
    String files();

    boolean fits(Path directory);

    /** @throws DataException if a file is missing or damaged */
    ImageSet training(Path directory) throws IOException;

    /** @throws DataException if a file is missing or damaged */
    ImageSet test(Path directory) throws IOException;

    /** Every file that counts, in a fixed order. */
    List<Path> all(Path directory) throws IOException;

    /** Pixels of a side, unless told otherwise. */
    int side();

    /** Of images of which the centre is cut out. */
    PreprocessSpec preprocess(ImageSize size);

    /** Varies training images of which a net sees some part of the size's proportions. */
    ImageTransform transform(ImageSize size);
}
