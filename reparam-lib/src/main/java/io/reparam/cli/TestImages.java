package io.reparam.cli;

import io.reparam.artifact.RgbImage;
import io.reparam.data.CifarImages;
import io.reparam.data.DataSets;
import io.reparam.data.ImageSet;
import io.reparam.verify.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The real images that {@code --images} names. */
final class TestImages {
    private TestImages() {}

    /** @param path a CIFAR-10 binary file, or a directory with a data set */
    static ImageSet read(Path path) throws IOException {
        return Files.isDirectory(path) ? DataSets.test(path) : CifarImages.read(List.of(path));
    }

    static Iterable<RgbImage> unlabelled(ImageSet set) {
        return () -> IntStream.range(0, set.size()).mapToObj(set::image).iterator();
    }

    static Iterable<LabelledImage> labelled(ImageSet set) {
        return () -> IntStream.range(0, set.size())
                .mapToObj(i -> new LabelledImage(set.image(i), set.label(i)))
                .iterator();
    }
}
