package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.image.decode.ImageFormats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Images in a folder of class folders, each decoded when it is asked for. */
final class FolderImages implements ImageSet {
    private static final long LARGEST = 100_000_000;

    private final LabelSet labels;
    private final List<Path> files;
    /** [files]: class of each. */
    private final int[] classes;

    private final ImageDecoder decoder = new ImageDecoder(LARGEST);

    private FolderImages(LabelSet labels, List<Path> files, int[] classes) {
        this.labels = labels;
        this.files = files;
        this.classes = classes;
    }

    /** @throws DataException if there is no class, a class is empty, or a file is of another kind */
    static FolderImages read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new DataException("'" + directory + "' is missing; it must hold a folder for each class");
        }
        List<Path> folders =
                visible(directory).stream().filter(Files::isDirectory).toList();
        if (folders.isEmpty()) {
            throw new DataException("'" + directory + "' holds no folder; it must hold one for each class");
        }
        List<Path> files = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int c = 0; c < folders.size(); c++) {
            List<Path> images = visible(folders.get(c));
            if (images.isEmpty()) {
                throw new DataException("'" + folders.get(c) + "' holds no image; add some or remove the folder");
            }
            for (Path image : images) {
                if (!ImageFormats.isImageName(image.getFileName().toString())) {
                    throw new DataException("'" + image + "' is not an image by its name (" + ImageFormats.endings()
                            + "); move it out of the data set");
                }
                files.add(image);
                classes.add(c);
            }
        }
        LabelSet labels = new LabelSet(
                folders.stream().map(folder -> folder.getFileName().toString()).toList());
        return new FolderImages(
                labels, files, classes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** In the order of their names, which is the same on every machine. */
    private static List<Path> visible(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
                    .toList();
        }
    }

    List<Path> files() {
        return files;
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    @Override
    public int size() {
        return classes.length;
    }

    @Override
    public int label(int index) {
        return classes[index];
    }

    @Override
    public RgbImage image(int index) {
        Path file = files.get(index);
        try {
            return decoder.decode(Files.readAllBytes(file));
        } catch (ImageDecodeException e) {
            throw new UncheckedIOException(new DataException(
                    "'" + file + "' cannot be decoded: " + e.getMessage() + "; replace or remove it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
