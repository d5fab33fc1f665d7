package io.reparam.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a model that hold values of its tensors. Each use is checked before anything is read: the file is named in the
 * model's directory, lies there or, links followed, where the model lies itself, and is long enough. So Hugging Face's cache can be
 * read, whose models and data are links into one folder.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/ExternalData.html">ONNX external data</a>
 */
final class ExternalData {
    private final @Nullable Path directory;
    /** Where the model itself lies if it was named by a link, else the same: a cache may keep all that it links to in one folder. */
    private final @Nullable Path home;

    private final @Nullable FileChannel own;
    private final Map<String, Path> files = new HashMap<>();

    private ExternalData(@Nullable Path directory, @Nullable Path home, @Nullable FileChannel own) {
        this.directory = directory;
        this.home = home;
        this.own = own;
    }

    /** Beside a model file. */
    static ExternalData beside(Path model) throws IOException {
        return around(model, null);
    }

    /** Beside a model file and in it. */
    static ExternalData in(Path model, FileChannel own) throws IOException {
        return around(model, own);
    }

    private static ExternalData around(Path model, @Nullable FileChannel own) throws IOException {
        Path named = model.toAbsolutePath().getParent();
        return new ExternalData(
                named == null ? null : named.toRealPath(), model.toRealPath().getParent(), own);
    }

    /** Of a model that came as bytes. */
    static ExternalData none() {
        return new ExternalData(null, null, null);
    }

    /**
     * Values that stayed in the model's own file when it was read as a {@link WeightlessModel}; empty for all others.
     *
     * @throws IllegalArgumentException naming the tensor if they are not there
     */
    Optional<TensorValues.Own> ownValues(TensorProto tensor) {
        Map<String, String> entries = entries(tensor);
        if (own == null || !WeightlessModel.OWN_FILE.equals(entries.get("location"))) {
            return Optional.empty();
        }
        String what = "tensor '" + tensor.getName() + "'";
        long offset = number(entries, "offset", 0, what);
        long length = number(entries, "length", 0, what);
        try {
            if (offset > own.size() - length) {
                throw new IllegalArgumentException(what + " is at bytes " + offset + " to " + (offset + length)
                        + " of the model, which has only " + own.size());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": the model's file cannot be read", e);
        }
        return Optional.of(new TensorValues.Own(own, offset, length));
    }

    private static Map<String, String> entries(TensorProto tensor) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        return entries;
    }

    /**
     * @param bytes that the tensor's type and shape ask for
     * @throws IllegalArgumentException naming tensor and file if the values are not there
     */
    TensorValues.External values(TensorProto tensor, long bytes) {
        Map<String, String> entries = entries(tensor);
        String what = "tensor '" + tensor.getName() + "'";
        String location = entries.getOrDefault("location", "");
        Path file = files.computeIfAbsent(location, name -> file(name, what));
        long offset = number(entries, "offset", 0, what);
        long length = number(entries, "length", bytes, what);
        long size;
        try {
            size = Files.size(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": its file '" + file + "' cannot be read", e);
        }
        if (length != bytes) {
            throw new IllegalArgumentException(
                    what + " needs " + bytes + " bytes, its entry in '" + file + "' has " + length);
        }
        if (offset > size - length) {
            throw new IllegalArgumentException(what + " is at bytes " + offset + " to " + (offset + length) + " of '"
                    + file + "', which has only " + size + "; the file is cut off or belongs to another model");
        }
        return new TensorValues.External(file, offset, length);
    }

    private Path file(String location, String what) {
        if (directory == null) {
            throw new IllegalArgumentException(
                    what + " keeps its values in another file, '" + location + "'; read the model from its own file");
        }
        try {
            Path file = directory.resolve(location).normalize();
            if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(directory)) {
                throw new IllegalArgumentException(what + " keeps its values in '" + location
                        + "', which is not a path inside the model's directory; such files are not opened");
            }
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        what + " keeps its values in '" + file + "', which does not exist or is not a file");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(directory) && (home == null || !real.startsWith(home))) {
                throw new IllegalArgumentException(what + " keeps its values in '" + location
                        + "', a link out of the model's directory to '" + real + "'; such files are not opened");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException(what + " keeps its values in '" + location + "': " + e.getMessage(), e);
        }
    }

    private static long number(Map<String, String> entries, String key, long otherwise, String what) {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + ": " + key + " '" + text + "' of its values is not a number", e);
        }
        throw new IllegalArgumentException(what + ": " + key + " " + text + " of its values is below 0");
    }
}
