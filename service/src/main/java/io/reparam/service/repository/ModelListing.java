package io.reparam.service.repository;

import io.reparam.artifact.ManifestFile;
import io.reparam.artifact.ModelManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's directory, in one of two layouts. With manifests, {@code model.yaml} describes the version that it names, and
 * {@code <version>/model.yaml} describes that one; a version that nobody describes is not one, as it may still be on its way. Without
 * any, each {@code <version>/model.onnx} is a version (Triton's layout). A {@code model.yaml} that names no version describes all.
 *
 * @param name of the directory, which is the model's
 * @param path for messages
 * @param files by their path from the model's directory
 * @param unreadable why they could not be listed; null if they could
 */
public record ModelListing(
        String name,
        String path,
        SortedMap<String, RepositoryFile> files,
        @Nullable String unreadable) {
    /** A model without a manifest has one file a version. */
    public static final String PLAIN_FILE = "model.onnx";

    private static final Pattern VERSION_FILE = Pattern.compile("([1-9][0-9]{0,8})/([^/]+)");
    private static final Pattern DIRECTORY = Pattern.compile("([^/]+)/.*");

    /** What others call their models, and what makes ONNX of them. */
    private static final Map<String, String> FOREIGN = Map.of(
            ".pt", "PyTorch's; export it by torch.onnx.export",
            ".pth", "PyTorch's; export it by torch.onnx.export",
            ".plan", "TensorRT's; serve the ONNX file that it was built from",
            ".engine", "TensorRT's; serve the ONNX file that it was built from",
            ".pb", "TensorFlow's; convert it by tf2onnx",
            ".savedmodel", "TensorFlow's; convert it by tf2onnx",
            ".tflite", "TensorFlow Lite's; convert it by tf2onnx",
            ".keras", "Keras'; convert it by tf2onnx",
            ".pdmodel", "Paddle's; convert it by paddle2onnx",
            ".py", "Python code; export what it runs to ONNX");

    /**
     * The versions that are described.
     *
     * @return by number; empty if there is none
     * @throws UnservableException if the name, the model's own manifest or its Triton configuration is wrong, or it cannot be read
     */
    public NavigableMap<Integer, VersionFiles> versions() {
        if (!ModelManifest.NAME.matcher(name).matches()) {
            throw new UnservableException(
                    path + ": a model's name must be letters, digits, -, _ and ., and start with a letter or digit.",
                    "Rename the directory.",
                    null);
        }
        if (unreadable != null) {
            throw new UnservableException(
                    path + " cannot be read: " + unreadable + ".",
                    "Let the service's user read it, or take it away.",
                    null);
        }
        RepositoryFile own = files.get(ModelManifest.FILE);
        OptionalInt only = own == null ? OptionalInt.empty() : version(own);
        String plain = config().map(TritonConfig::modelFile).orElse(PLAIN_FILE);
        NavigableMap<Integer, VersionFiles> versions = new TreeMap<>();
        for (RepositoryFile file : files.values()) {
            var parts = VERSION_FILE.matcher(file.path());
            if (parts.matches()) {
                int version = Integer.parseInt(parts.group(1));
                if (parts.group(2).equals(ModelManifest.FILE)) {
                    versions.put(version, new VersionFiles(this, version, file));
                } else if (own != null && only.isEmpty() && parts.group(2).endsWith(".onnx")) {
                    versions.putIfAbsent(version, new VersionFiles(this, version, own));
                } else if (own == null && parts.group(2).equals(plain)) {
                    versions.putIfAbsent(version, new VersionFiles(this, version, null));
                }
            }
        }
        if (own != null && only.isPresent()) {
            versions.put(only.getAsInt(), new VersionFiles(this, only.getAsInt(), own));
        }
        return versions;
    }

    /**
     * What Triton's configuration says; empty if there is none.
     *
     * @throws UnservableException if it cannot be followed at all
     */
    public Optional<TritonConfig> config() {
        RepositoryFile file = files.get(TritonConfig.FILE);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TritonConfig.read(file.text(), name));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnservableException(
                    path + "/" + TritonConfig.FILE + " cannot be followed: " + e.getMessage(),
                    "Correct the file, or take it away.",
                    e);
        }
    }

    /** The versions that the model itself wants served; empty for the latest one that can be. */
    public List<Integer> wanted(NavigableSet<Integer> there) {
        return config().map(config -> config.policy().choose(there)).orElse(List.of());
    }

    /** What lies there and is not followed, for people; empty if that is nothing. */
    public String passedOver() {
        List<String> parts = new ArrayList<>();
        List<String> directories = files.keySet().stream()
                .map(DIRECTORY::matcher)
                .filter(Matcher::matches)
                .map(matched -> matched.group(1))
                .distinct()
                .filter(directory -> directory.matches("[0-9]+") && !directory.matches("[1-9][0-9]{0,8}"))
                .toList();
        if (!directories.isEmpty()) {
            parts.add("version directories " + directories + " are passed over, as Triton does: versions are 1 to"
                    + " 999999999 without a leading 0");
        }
        overruled().ifPresent(parts::add);
        List<String> unsupported = config().map(TritonConfig::unsupported).orElse(List.of());
        if (!unsupported.isEmpty()) {
            parts.add(TritonConfig.FILE + ": not supported and not followed: " + String.join(", ", unsupported));
        }
        return String.join("; ", parts);
    }

    /** Two manifests of one version that say different things, as where somebody edited the other one. */
    private Optional<String> overruled() {
        RepositoryFile own = files.get(ModelManifest.FILE);
        OptionalInt only = own == null ? OptionalInt.empty() : version(own);
        RepositoryFile other = only.isPresent() ? files.get(only.getAsInt() + "/" + ModelManifest.FILE) : null;
        if (own == null || other == null) {
            return Optional.empty();
        }
        try {
            return Arrays.equals(own.text(), other.text())
                    ? Optional.empty()
                    : Optional.of(other.path() + " is not followed, as " + ModelManifest.FILE
                            + " names its version and says something else; change that one, or take one away");
        } catch (IOException e) {
            throw wrong(other, e);
        }
    }

    /** Why there is no version to load, and what to do. */
    public String emptiness() {
        if (files.isEmpty()) {
            return path + " is empty; put a version into it, such as " + path + "/1/" + PLAIN_FILE + ".";
        }
        for (String file : files.keySet()) {
            for (Map.Entry<String, String> foreign : FOREIGN.entrySet()) {
                if (file.endsWith(foreign.getKey()) || file.contains(foreign.getKey() + "/")) {
                    return path + "/" + file + " is " + foreign.getValue() + ", as <version>/" + PLAIN_FILE + ".";
                }
            }
            if (file.endsWith(".onnx")) {
                return path + "/" + file + " is not where a model is looked for: call it " + path + "/1/" + PLAIN_FILE
                        + ", or name it in a " + ModelManifest.FILE + ".";
            }
        }
        String over = passedOver();
        return path + " holds no version that can be loaded so far: no <version>/" + PLAIN_FILE + " and no "
                + ModelManifest.FILE + (over.isEmpty() ? "." : "; " + over + ".");
    }

    private OptionalInt version(RepositoryFile file) {
        try {
            return ManifestFile.version(file.text());
        } catch (IOException e) {
            throw wrong(file, e);
        }
    }

    /** @throws UnservableException if it cannot be read or is not this model's */
    ModelManifest manifest(RepositoryFile file, int version) {
        try {
            ModelManifest manifest = ManifestFile.read(file.text(), name, version, wanted -> {
                RepositoryFile found = files.get(version + "/" + wanted);
                found = found == null ? files.get(wanted) : found;
                return found == null ? null : found.content().read();
            });
            if (!manifest.name().equals(name)) {
                throw new IOException("it names the model '" + manifest.name() + "', but its directory is '" + name
                        + "'; they must be the same");
            }
            return manifest;
        } catch (IOException e) {
            throw wrong(file, e);
        }
    }

    private UnservableException wrong(RepositoryFile file, IOException e) {
        return new UnservableException(
                "The manifest " + path + "/" + file.path() + " is wrong: " + e.getMessage(),
                "Correct or replace the file.",
                e);
    }
}
