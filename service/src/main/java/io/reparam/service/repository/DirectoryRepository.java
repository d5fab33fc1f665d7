package io.reparam.service.repository;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory of models. Names that start with a dot are passed over: Kubernetes keeps the generations of a volume in
 * {@code ..2026_01_01} and swaps the link {@code ..data}. A file's stamp holds the path to which all links lead, so that a swap shows
 * even where sizes and times are the same. inotify is not used: it would not see it on every volume.
 */
final class DirectoryRepository implements Repository {
    /** Directories below a model's: a version, and what weights lie in below it. */
    private static final int DEEPEST = 3;

    private final Path root;

    DirectoryRepository(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public SortedMap<String, ModelListing> list() throws IOException {
        SortedMap<String, ModelListing> models = new TreeMap<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, DirectoryRepository::isShown)) {
            for (Path directory : directories) {
                if (Files.isDirectory(directory)) {
                    ModelListing model = model(directory);
                    models.put(model.name(), model);
                }
            }
        }
        return models;
    }

    /** A model that cannot be read keeps none of the others away. */
    private static ModelListing model(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        try {
            return new ModelListing(name, directory.toString(), files(directory), null);
        } catch (FileSystemException e) {
            String reason = e instanceof AccessDeniedException ? "access is denied" : String.valueOf(e.getReason());
            return new ModelListing(
                    name, directory.toString(), new TreeMap<>(), reason + " to " + String.valueOf(e.getFile()));
        }
    }

    /** The model's own files and those of its versions, with what lies below them; a file that vanishes meanwhile is not there. */
    private static SortedMap<String, RepositoryFile> files(Path model) throws IOException {
        SortedMap<String, RepositoryFile> files = new TreeMap<>();
        add(files, model, "", DEEPEST);
        return files;
    }

    private static void add(SortedMap<String, RepositoryFile> files, Path directory, String prefix, int levels)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, DirectoryRepository::isShown)) {
            for (Path entry : entries) {
                try {
                    if (Files.isRegularFile(entry)) {
                        Path real = entry.toRealPath();
                        String stamp = stamp(real);
                        String path = prefix + entry.getFileName();
                        files.put(path, new RepositoryFile(path, stamp, Files.size(real), () -> read(real, stamp)));
                    } else if (levels > 0 && Files.isDirectory(entry)) {
                        add(files, entry, prefix + entry.getFileName() + "/", levels - 1);
                    }
                } catch (NoSuchFileException e) {
                    // a swap between two looks; the next listing sees what came
                }
            }
        } catch (NoSuchFileException e) {
            // likewise
        }
    }

    private static byte[] read(Path file, String stamp) throws IOException {
        byte[] bytes = whole(file);
        if (!stamp(file).equals(stamp)) {
            throw new IOException("it changed while it was read");
        }
        return bytes;
    }

    private static byte[] whole(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (OutOfMemoryError e) {
            // no array of this size fits; those of others are untouched
            throw new IOException(
                    "its " + Files.size(file) + " bytes do not fit into the memory that the service has left", e);
        }
    }

    private static String stamp(Path real) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        return real + " " + attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }

    private static boolean isShown(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }
}
