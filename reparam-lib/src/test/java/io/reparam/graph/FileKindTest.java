package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @TempDir
    private Path directory;

    /** First bytes, those that are not text as %hex. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%80%02c|Python pickle|torch.onnx.export",
                "%80%00%00%00%00%00%00%00{\"w\"|safetensors|torch.onnx.export",
                "%1c%00%00%00TFL3|TensorFlow Lite|--tflite",
                "%89HDF%0d%0a|Keras|model.export",
                "GGUF%03|GGUF|export ONNX",
                "%89PNG%0d%0a|an image|not an ONNX model",
                "%ff%d8%ff%e0|an image|not an ONNX model",
                "version https://git-lfs.github.com/spec/v1|Git LFS|git lfs pull",
                "<!DOCTYPE html><html>|web page|download",
                "<?xml version=\"1.0\"?><net name=\"m\">|OpenVINO|export ONNX",
                "hello there|is text|not an ONNX model"
            })
    void read_namesTheKind(String head, String kind, String remedy) throws IOException {
        Path file = directory.resolve("model.onnx");
        Files.write(file, unescaped(head).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOf(InvalidOnnxException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "net/data.pkl, PyTorch checkpoint",
        "net/constants.pkl, TorchScript",
        "model.weights.h5, Keras",
        "a.txt, zip archive"
    })
    void read_namesWhatAZipHolds(String entry, String kind) throws IOException {
        Path file = directory.resolve("model.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> OnnxFile.read(file)).hasMessageContaining(kind);
    }

    @Test
    void read_namesADirectory() throws IOException {
        Files.createFile(directory.resolve("saved_model.pb"));
        assertThatThrownBy(() -> OnnxFile.read(directory))
                .hasMessageContaining("TensorFlow SavedModel")
                .hasMessageContaining("tf2onnx");
    }

    private static String unescaped(String text) {
        return Pattern.compile("%([0-9a-f]{2})")
                .matcher(text)
                .replaceAll(hex -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
    }

    @Test
    void of_nothingKnown() throws IOException {
        assertThat(FileKind.of(Files.write(directory.resolve("x"), new byte[] {1, 2, 3})))
                .isEmpty();
    }
}
