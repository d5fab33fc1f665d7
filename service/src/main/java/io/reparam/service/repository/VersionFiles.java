package io.reparam.service.repository;

import io.reparam.artifact.ExternalWeights;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model as it lies there.
 *
 * @param model its directory
 * @param version number
 * @param manifestFile what describes it; null if nothing does and it is a plain ONNX file
 */
public record VersionFiles(
        ModelListing model, int version, @Nullable RepositoryFile manifestFile) {
    private static final String LABELS = "labels.txt";
    private static final String PLAIN_VARIANT = "model";

    /** Equal as long as no file that belongs to the version changed. */
    public SortedMap<String, String> stamps() {
        SortedMap<String, String> stamps = new TreeMap<>();
        model.files().forEach((path, file) -> {
            if (path.startsWith(version + "/") || !path.contains("/")) {
                stamps.put(path, file.stamp());
            }
        });
        return stamps;
    }

    /**
     * Reads everything that is needed, and checks it against the manifest's checksums.
     *
     * @throws UnservableException if a file is missing, or is not the one that the manifest speaks of
     */
    public VersionContent read() {
        return manifestFile == null ? readPlain() : readDescribed(model.manifest(manifestFile, version));
    }

    private VersionContent readDescribed(ModelManifest manifest) {
        if (manifest.version() != version) {
            throw new UnservableException(
                    "The manifest " + model.path() + "/" + version + "/" + ModelManifest.FILE + " names version "
                            + manifest.version() + ", but lies in " + version + ".",
                    "Move it, or correct its version.",
                    null);
        }
        Map<String, byte[]> onnx = new LinkedHashMap<>();
        Map<String, byte[]> stripes = new LinkedHashMap<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(manifest.toString()));
        manifest.variants().forEach((name, variant) -> {
            byte[] net = whole(variant.file(), checked(variant.file(), variant.sha256()), variant.data());
            onnx.put(name, net);
            all.writeBytes(utf8(Sha256.of(net).hex()));
            ModelManifest.Attachment picture = variant.stripes();
            if (picture != null) {
                stripes.put(name, checked(picture.file(), picture.sha256()));
            }
        });
        return new VersionContent(
                this,
                Optional.of(manifest),
                config(all),
                onnx,
                stripes,
                Optional.empty(),
                Sha256.of(all.toByteArray()));
    }

    private Optional<TritonConfig> config(ByteArrayOutputStream all) {
        Optional<TritonConfig> config = model.config();
        config.ifPresent(known -> all.writeBytes(utf8(known.toString())));
        return config;
    }

    /** With the weights that it keeps in other files of the version's directory, and of no other. */
    private byte[] whole(String file, byte[] onnx, @Nullable Map<String, Sha256> sums) {
        try {
            return ExternalWeights.inlined(
                    onnx, location -> checked(location, sums == null ? null : sums.get(location)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnservableException(
                    path(file) + " cannot be used: " + e.getMessage() + ".",
                    "Save the model again, with its weights inside or in the same directory.",
                    e);
        }
    }

    private byte[] checked(String file, @Nullable Sha256 expected) {
        byte[] bytes = read(version + "/" + file);
        Sha256 found = expected == null ? null : Sha256.of(bytes);
        if (found != null && !found.equals(expected)) {
            throw new UnservableException(
                    path(file) + " (" + bytes.length + " bytes) has SHA-256 " + found + ", but " + ModelManifest.FILE
                            + " says " + expected + ".",
                    "The file is damaged or was replaced: copy it again, or write the manifest again.",
                    null);
        }
        return bytes;
    }

    private VersionContent readPlain() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Optional<TritonConfig> config = config(all);
        String file = config.map(TritonConfig::modelFile).orElse(ModelListing.PLAIN_FILE);
        byte[] onnx = whole(file, checked(file, null), null);
        all.writeBytes(utf8(Sha256.of(onnx).hex()));
        Optional<LabelSet> labels = Optional.empty();
        String named = config.map(TritonConfig::labelFile).orElse(LABELS);
        for (String path : new String[] {version + "/" + named, named}) {
            if (labels.isEmpty() && model.files().containsKey(path)) {
                byte[] text = read(path, RepositoryFile::text);
                all.writeBytes(text);
                labels = Optional.of(labels(path, text));
            }
        }
        if (labels.isEmpty() && config.isPresent() && config.get().labelFile() != null) {
            throw new UnservableException(
                    model.path() + "/" + TritonConfig.FILE + " names the labels '" + named + "', which are not there.",
                    "Put the file beside it, or take label_filename out.",
                    null);
        }
        return new VersionContent(
                this,
                Optional.empty(),
                config,
                Map.of(PLAIN_VARIANT, onnx),
                Map.of(),
                labels,
                Sha256.of(all.toByteArray()));
    }

    private LabelSet labels(String path, byte[] text) {
        try {
            return LabelSet.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnservableException(
                    model.path() + "/" + path + " is wrong: " + e.getMessage() + ".",
                    "Write one label a line, in the order of the net's outputs.",
                    e);
        }
    }

    /** A file of this version, for messages. */
    public String path(String file) {
        return model.path() + "/" + version + "/" + file;
    }

    private byte[] read(String path) {
        return read(path, file -> file.content().read());
    }

    private byte[] read(String path, Reading reading) {
        RepositoryFile file = model.files().get(path);
        if (file == null) {
            throw new UnservableException(
                    model.path() + "/" + path + " cannot be read: it is not there.",
                    "Put the file there, or take it out of " + ModelManifest.FILE + ".",
                    null);
        }
        try {
            return reading.of(file);
        } catch (IOException e) {
            throw new UnservableException(
                    model.path() + "/" + path + " cannot be read: " + e.getMessage() + ".",
                    "Let the service's user read it, make it smaller, or take it away.",
                    e);
        }
    }

    private interface Reading {
        byte[] of(RepositoryFile file) throws IOException;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
