package io.reparam.data;

import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders {@code train} and {@code val}, each with a folder a class, each with image files: the form in which ImageNet and its
 * subsets are laid out. Classes are in the order of their names. The test images are those in {@code val}; where there is none, a
 * fifth of each class is held back for the test, always the same.
 */
final class ClassFolders implements DataFormat {
    private static final String TRAINING = "train";
    private static final String TEST = "val";
    private static final int SIDE = 224;
    private static final double TEST_SHARE = 0.2;
    private static final long SEED = 1;

    /** Of ImageNet's training images, as every published net takes them. */
    private static final List<Float> MEAN = List.of(0.485f, 0.456f, 0.406f);

    private static final List<Float> STD = List.of(0.229f, 0.224f, 0.225f);

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public String files() {
        return "train/CLASS/* and val/CLASS/* images; without val a fifth of each class is held back";
    }

    @Override
    public boolean fits(Path directory) {
        return Files.isDirectory(directory.resolve(TRAINING)) || Files.isDirectory(directory.resolve(TEST));
    }

    @Override
    public ImageSet training(Path directory) throws IOException {
        return hasTest(directory)
                ? FolderImages.read(directory.resolve(TRAINING))
                : halves(directory).training();
    }

    @Override
    public ImageSet test(Path directory) throws IOException {
        return hasTest(directory)
                ? FolderImages.read(directory.resolve(TEST))
                : halves(directory).validation().orElseThrow();
    }

    @Override
    public List<Path> all(Path directory) throws IOException {
        List<Path> files = new ArrayList<>(FolderImages.read(classes(directory)).files());
        if (hasTest(directory)) {
            files.addAll(FolderImages.read(directory.resolve(TEST)).files());
        }
        return files;
    }

    private static boolean hasTest(Path directory) {
        return Files.isDirectory(directory.resolve(TEST));
    }

    private static Path classes(Path directory) {
        Path training = directory.resolve(TRAINING);
        return Files.isDirectory(training) || hasTest(directory) ? training : directory;
    }

    private static Split halves(Path directory) throws IOException {
        ImageSet images = FolderImages.read(classes(directory));
        int[] sizes = new int[images.labels().size()];
        for (int i = 0; i < images.size(); i++) {
            sizes[images.label(i)]++;
        }
        for (int c = 0; c < sizes.length; c++) {
            if (Math.round(TEST_SHARE * sizes[c]) == 0) {
                throw new DataException("'" + directory + "' has no " + TEST + ", and class '"
                        + images.labels().name(c) + "' only " + sizes[c]
                        + (sizes[c] == 1 ? " image" : " images")
                        + ", too few to hold one back for the test; add some, or a folder "
                        + TEST);
            }
        }
        return Split.of(images, TEST_SHARE, SEED);
    }

    @Override
    public int side() {
        return SIDE;
    }

    /** An eighth of the shorter side of a square is cut off, as usual. */
    @Override
    public PreprocessSpec preprocess(ImageSize size) {
        return new PreprocessSpec(
                size.height(), size.width(), Math.round(size.longer() * 8 / 7f), Interpolation.BILINEAR, MEAN, STD);
    }

    @Override
    public ImageTransform transform(ImageSize size) {
        return new WindowAndFlip(0.08, size);
    }
}
