package io.reparam.data;

import io.reparam.artifact.ImageDecoder;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Image files in a directory, sorted by name; or in one subdirectory a class; or as a file of labels lists them. Files that are no
 * images by their name are passed over. Immutable; images are decoded when they are asked for.
 */
public final class ImageFolder implements ImagePool {
    private static final String IMAGES = ".*\\.(png|jpe?g|bmp|gif|webp|tiff?)";
    private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);

    private final List<Entry> entries;

    private record Entry(Path file, int label) {}

    private ImageFolder(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * All images of a directory.
     *
     * @param names of the classes, which subdirectories are called by; null to count subdirectories in their order
     * @throws DataException if there is no image, images stand beside subdirectories with images, or a subdirectory is no class
     */
    public static ImageFolder read(Path directory, @Nullable LabelSet names) throws IOException {
        List<Entry> entries = images(directory, -1);
        int flat = entries.size();
        List<Path> folders =
                children(directory).stream().filter(Files::isDirectory).toList();
        int order = 0;
        for (Path folder : folders) {
            List<Entry> found = images(folder, -1);
            if (!found.isEmpty()) {
                entries.addAll(images(folder, label(names, folder, order++)));
            }
        }
        if (entries.isEmpty()) {
            throw new DataException("'" + directory
                    + "' holds no images: no file in it or in a subdirectory ends in .png," + " .jpg or .jpeg");
        }
        if (flat > 0 && entries.size() > flat) {
            throw new DataException("'" + directory + "' holds " + flat + " images and also subdirectories with images:"
                    + " either all images lie in it, or all in one subdirectory a class");
        }
        return new ImageFolder(List.copyOf(entries));
    }

    /**
     * The images that a file of labels lists, one a line: path from the directory, a comma or a tab, number or name of the class.
     *
     * @param names of the classes; null if only numbers are known
     * @throws DataException if a line is something else, naming it, or there is none
     */
    public static ImageFolder labelled(Path directory, Path labels, @Nullable LabelSet names) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(labels);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int cut = Math.max(line.lastIndexOf(','), line.lastIndexOf('\t'));
            int label = cut < 0 ? -1 : label(names, line.substring(cut + 1).strip());
            if (label < 0) {
                throw new DataException("'" + labels + "', line " + (i + 1) + ": '" + line
                        + "' must be a path, a comma, and the number" + (names == null ? "" : " or name")
                        + " of a class");
            }
            entries.add(new Entry(directory.resolve(line.substring(0, cut).strip()), label));
        }
        if (entries.isEmpty()) {
            throw new DataException("'" + labels + "' lists no images");
        }
        return new ImageFolder(List.copyOf(entries));
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public int label(int index) {
        return entries.get(index).label();
    }

    @Override
    public RgbImage image(int index) throws IOException {
        return DECODER.decode(Files.readAllBytes(entries.get(index).file()));
    }

    private static List<Entry> images(Path directory, int label) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : children(directory)) {
            if (Files.isRegularFile(file)
                    && String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(IMAGES)) {
                entries.add(new Entry(file, label));
            }
        }
        return entries;
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new DataException("'" + directory + "' is no directory of images");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static int label(@Nullable LabelSet names, Path folder, int order) throws DataException {
        if (names == null) {
            return order;
        }
        int label = names.names().indexOf(String.valueOf(folder.getFileName()));
        if (label < 0) {
            throw new DataException("'" + folder + "' is called like none of the model's classes, " + names.name(0)
                    + " and so on; rename it, or list the labels in a file");
        }
        return label;
    }

    private static int label(@Nullable LabelSet names, String text) {
        int byName = names == null ? -1 : names.names().indexOf(text);
        return byName < 0 && text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : byName;
    }
}
