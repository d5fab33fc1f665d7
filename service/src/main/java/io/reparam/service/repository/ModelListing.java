package io.reparam.service.repository;

import io.reparam.artifact.ModelManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A model's directory, in one of two layouts. With manifests, {@code model.yaml} describes the version that it names, and
 * {@code <version>/model.yaml} describes that one; a version that nobody describes is none, as it may still be on its way. Without
 * any, each {@code <version>/model.onnx} is a version (Triton's layout).
 *
 * @param name of the directory, which is the model's
 * @param path for messages
 * @param files by their path from the model's directory
 */
public record ModelListing(String name, String path, SortedMap<String, RepositoryFile> files) {
    /** A model without a manifest has one file a version. */
    public static final String PLAIN_FILE = "model.onnx";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern VERSION_DIRECTORY = Pattern.compile("([1-9][0-9]{0,8})/([^/]+)");

    /**
     * The versions that are described.
     *
     * @return by number; empty if there is none
     * @throws UnservableException if the name or the model's own manifest is wrong
     */
    public NavigableMap<Integer, VersionFiles> versions() {
        if (!NAME.matcher(name).matches()) {
            throw new UnservableException(
                    path + ": a model's name must be lower-case letters, digits, - and _.",
                    "Rename the directory.",
                    null);
        }
        NavigableMap<Integer, VersionFiles> versions = new TreeMap<>();
        RepositoryFile own = files.get(ModelManifest.FILE);
        for (RepositoryFile file : files.values()) {
            var parts = VERSION_DIRECTORY.matcher(file.path());
            if (parts.matches()) {
                int version = Integer.parseInt(parts.group(1));
                if (parts.group(2).equals(ModelManifest.FILE)) {
                    versions.put(version, new VersionFiles(this, version, file));
                } else if (own == null && parts.group(2).equals(PLAIN_FILE)) {
                    versions.putIfAbsent(version, new VersionFiles(this, version, null));
                }
            }
        }
        if (own != null) {
            int version = manifest(own).version();
            versions.put(version, new VersionFiles(this, version, own));
        }
        return versions;
    }

    /** @throws UnservableException if it cannot be read or is not this model's */
    ModelManifest manifest(RepositoryFile file) {
        try {
            ModelManifest manifest =
                    ModelManifest.read(new ByteArrayInputStream(file.content().read()));
            if (!manifest.name().equals(name)) {
                throw new IOException("it names the model '" + manifest.name() + "', but its directory is '" + name
                        + "'; they must be the same");
            }
            return manifest;
        } catch (IOException e) {
            throw new UnservableException(
                    "The manifest " + path + "/" + file.path() + " is wrong: " + e.getMessage(),
                    "Correct or replace the file.",
                    e);
        }
    }
}
