package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Utf8Text;
import io.reparam.image.ImagePool;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.image.decode.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Image files in a directory, sorted by name; or in one subdirectory a class; or as a file of labels lists them. Files that are no
 * images by their name are passed over, and so is what is hidden. Images are decoded when they are asked for.
 */
public final class ImageFolder {
    private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);

    private record Entry(Path file, int label) {}

    private ImageFolder() {}

    /** Whether it is called like an image. */
    static boolean isImage(Path file) {
        return ImageFormats.isImageName(String.valueOf(file.getFileName()));
    }

    /**
     * All images in a directory and below it, without labels; or one image.
     *
     * @throws DataException if there is none
     */
    public static ImagePool below(Path path) throws IOException {
        List<Entry> entries = entries(path);
        if (entries.isEmpty()) {
            throw new DataException("'" + path + "' holds no images: no file in it or below it ends in "
                    + ImageFormats.endings() + ", and no data set: " + DataSets.formats());
        }
        return pool(entries);
    }

    /**
     * The image files in a directory and below it, sorted by name; or the one file that the path names.
     *
     * @throws DataException if there is none
     */
    public static List<Path> files(Path path) throws IOException {
        List<Path> files = entries(path).stream().map(Entry::file).toList();
        if (files.isEmpty()) {
            throw new DataException(
                    "'" + path + "' holds no images: no file in it or below it ends in " + ImageFormats.endings());
        }
        return files;
    }

    private static List<Entry> entries(Path path) throws IOException {
        return Files.isRegularFile(path) ? List.of(new Entry(path, -1)) : below(path, -1);
    }

    /**
     * All images of a directory: those that lie in it, without labels, or those in and below its subdirectories.
     *
     * @param names of the classes, which subdirectories are called by, or by their numbers; null to count subdirectories, empty ones
     *     too, in their order unless they are called by numbers
     * @throws DataException if no image is found, if images and subdirectories of images are mixed, or if a subdirectory is not a class
     */
    public static LabelledImages read(Path directory, @Nullable LabelSet names) throws IOException {
        List<Entry> entries = images(directory, -1);
        int flat = entries.size();
        List<Path> folders =
                children(directory).stream().filter(Files::isDirectory).toList();
        boolean numbered = folders.stream()
                .allMatch(folder -> String.valueOf(folder.getFileName()).matches("[0-9]{1,8}"));
        int order = 0;
        for (Path folder : folders) {
            List<Entry> found = below(folder, -1);
            int place = order++; // an empty folder is a class too
            if (!found.isEmpty()) {
                int label = label(names, numbered, folder, place);
                found.forEach(entry -> entries.add(new Entry(entry.file(), label)));
            }
        }
        if (entries.isEmpty()) {
            throw new DataException("'" + directory
                    + "' holds no images: no file in it or in a subdirectory ends in one of "
                    + ImageFormats.endings());
        }
        if (flat > 0 && entries.size() > flat) {
            throw new DataException("'" + directory + "' holds " + flat + " images and also subdirectories with images:"
                    + " either all images lie in it, or all in one subdirectory a class");
        }
        return new LabelledImages(pool(entries), flat > 0 || names != null || numbered ? 0 : order, directory);
    }

    /**
     * The images that a file of labels lists, one a line: path from the directory, a comma or a tab, number or name of the class.
     *
     * @param names of the classes; null if only numbers are known
     * @throws DataException if a line is something else, naming it, or there is none
     */
    public static LabelledImages labelled(Path directory, Path labels, @Nullable LabelSet names) throws IOException {
        requireDirectory(directory);
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Utf8Text.lines(labels);
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
                        + " of a class"
                        + (names == null
                                ? "; names are known where the model has a card or its config.json lies beside it"
                                : "; the classes are " + some(names)));
            }
            entries.add(new Entry(directory.resolve(line.substring(0, cut).strip()), label));
        }
        if (entries.isEmpty()) {
            throw new DataException("'" + labels + "' lists no images");
        }
        return new LabelledImages(pool(entries), 0, directory);
    }

    /** Enough of them to see what a name looks like. */
    private static String some(LabelSet names) {
        int shown = Math.min(5, names.size());
        String first = String.join(", ", names.names().subList(0, shown));
        return shown == names.size() ? first : first + " and " + (names.size() - shown) + " more";
    }

    private static ImagePool pool(List<Entry> entries) {
        List<Entry> fixed = List.copyOf(entries);
        return new ImagePool(
                fixed.size(),
                i -> fixed.get(i).label(),
                i -> DECODER.decode(Files.readAllBytes(fixed.get(i).file())));
    }

    private static List<Entry> below(Path directory, int label) throws IOException {
        List<Entry> entries = images(directory, label);
        for (Path folder : children(directory)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                entries.addAll(below(folder, label));
            }
        }
        return entries;
    }

    private static List<Entry> images(Path directory, int label) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : children(directory)) {
            if (Files.isRegularFile(file) && isImage(file)) {
                entries.add(new Entry(file, label));
            }
        }
        return entries;
    }

    private static List<Path> children(Path directory) throws IOException {
        requireDirectory(directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void requireDirectory(Path directory) throws DataException {
        if (!Files.exists(directory)) {
            throw new DataException("'" + directory + "' does not exist");
        }
        if (!Files.isDirectory(directory)) {
            throw new DataException("'" + directory + "' is not a directory of images");
        }
    }

    private static int label(@Nullable LabelSet names, boolean numbered, Path folder, int order) throws DataException {
        if (names == null && !numbered) {
            return order;
        }
        int label = label(names, String.valueOf(folder.getFileName()));
        if (label < 0) {
            throw new DataException("'" + folder + "' is called like none of the model's classes, "
                    + Objects.requireNonNull(names).name(0) + " and so on; rename it, or list the labels in a file");
        }
        return label;
    }

    private static int label(@Nullable LabelSet names, String text) {
        int byName = names == null ? -1 : names.names().indexOf(text);
        return byName < 0 && text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : byName;
    }
}
