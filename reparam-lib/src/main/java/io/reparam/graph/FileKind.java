package io.reparam.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a file or directory is that is not an ONNX model, by its first bytes or its entries, and how to get one from it. */
final class FileKind {
    private static final int HEAD = 512;

    private static final String TORCH =
            "load it in PyTorch and write torch.onnx.export(model.eval(), (example,), 'model.onnx')";
    private static final String TENSORFLOW = "pip install tf2onnx; python -m tf2onnx.convert ";

    private FileKind() {}

    /** The rest of a sentence about the path; empty if nothing is recognised. */
    static Optional<String> of(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return ofDirectory(path);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return ofHead(in.readNBytes(HEAD), path);
            }
        } catch (IOException e) {
            return Optional.empty(); // whoever asked knows already that it cannot be read
        }
    }

    private static Optional<String> ofDirectory(Path path) throws IOException {
        if (Files.exists(path.resolve("saved_model.pb"))) {
            return kind("a TensorFlow SavedModel", TENSORFLOW + "--saved-model " + path + " --output model.onnx");
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.contains("__model__") || names.stream().anyMatch(name -> name.endsWith(".pdmodel"))) {
                return kind(
                        "a Paddle model",
                        "pip install paddle2onnx; paddle2onnx --model_dir " + path + " --save_file model.onnx");
            }
            if (names.contains("Manifest.json") && names.contains("Data")) {
                return kind("a Core ML package", "export ONNX from the net that it was made of");
            }
            List<String> models =
                    names.stream().filter(name -> name.endsWith(".onnx")).toList();
            return models.isEmpty()
                    ? Optional.empty()
                    : Optional.of("is a directory, not an ONNX model; it holds " + String.join(", ", models));
        }
    }

    private static Optional<String> ofHead(byte[] head, Path path) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4")) {
            return Optional.of(ofZip(path));
        }
        if (text.length() > 1 && text.charAt(0) == '\u0080' && text.charAt(1) >= 2 && text.charAt(1) <= 5) {
            return kind("a Python pickle, such as PyTorch's older checkpoints", TORCH);
        }
        if (text.length() > 8 && text.charAt(8) == '{' && text.startsWith("\0\0\0\0", 4)) {
            return kind("a safetensors file, which has weights and no net", TORCH);
        }
        if (text.startsWith("TFL3", 4)) {
            return kind("a TensorFlow Lite model", TENSORFLOW + "--tflite " + path + " --output model.onnx");
        }
        if (text.startsWith("\u0089HDF\r\n")) {
            return kind("a Keras model in HDF5", "in Keras 3 write model.export('model.onnx', format='onnx')");
        }
        if (text.startsWith("GGUF")) {
            return kind("a GGUF file", "export ONNX from the net that it was made of");
        }
        if (text.startsWith("\u0089PNG\r\n") || text.startsWith("\u00ff\u00d8\u00ff") || text.startsWith("GIF8")) {
            return Optional.of("is an image, not an ONNX model");
        }
        if (text.startsWith("\u001f\u008b")) {
            return Optional.of("is packed by gzip, not an ONNX model; unpack it first");
        }
        return ofText(text);
    }

    private static Optional<String> ofText(String head) {
        String text = head.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("version https://git-lfs")) {
            return Optional.of("is a pointer of Git LFS, not an ONNX model; 'git lfs pull' fetches the model");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return Optional.of(
                    "is a web page, not an ONNX model; the download went to a page about the file, not to the file");
        }
        if (text.startsWith("<?xml") && text.contains("<net ")) {
            return kind("an OpenVINO model", "export ONNX from the net that it was made of");
        }
        boolean readable = !text.isEmpty()
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t');
        return readable ? Optional.of("is text, not an ONNX model") : Optional.empty();
    }

    private static String ofZip(Path path) {
        String kind = "a zip archive";
        String remedy = "unpack it and name the model in it";
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            if (names.stream().anyMatch(name -> name.endsWith("constants.pkl"))) {
                kind = "a TorchScript model";
                remedy =
                        "load it by torch.jit.load and write torch.onnx.export(model, (example,), 'model.onnx', dynamo=False)";
            } else if (names.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
                kind = "a PyTorch checkpoint";
                remedy = TORCH;
            } else if (names.contains("model.weights.h5")) {
                kind = "a Keras model";
                remedy = "in Keras 3 write model.export('model.onnx', format='onnx')";
            }
        } catch (IOException e) {
            kind = "a zip archive that is cut off";
            remedy = "fetch it again";
        }
        return kind(kind, remedy).orElseThrow();
    }

    private static Optional<String> kind(String what, String remedy) {
        return Optional.of("is " + what + ", not an ONNX model; " + remedy);
    }
}
