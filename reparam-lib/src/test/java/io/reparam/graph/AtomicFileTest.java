package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final AtomicFile.Content HALF_THEN_FULL = out -> {
        out.write(new byte[100_000]);
        throw new IOException("No space left on device");
    };

    @TempDir
    private Path directory;

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void write_diskFull_leavesWhatWasThere() throws IOException {
        Path file = Files.writeString(directory.resolve("model.onnx"), "mine");
        assertThatThrownBy(() -> AtomicFile.write(file, HALF_THEN_FULL))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write '" + file + "': No space left on device");
        assertThat(file).hasContent("mine");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void write_withoutAName_leavesNothing() throws IOException {
        Path file = directory.resolve("model.onnx");
        try (AtomicFile unnamed = new AtomicFile(file)) {
            unnamed.write(out -> out.write("all of it".getBytes("UTF-8")));
            assertThat(unnamed.temporary()).hasContent("all of it");
            assertThat(file).doesNotExist();
        }
        assertThat(files()).isZero();
    }

    @Test
    void write_throughALink_keepsTheLink() throws IOException {
        Path file = Files.writeString(directory.resolve("model.onnx"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.onnx"), file);
        AtomicFile.write(link, out -> out.write('n'));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("n");
    }

    @Test
    void device_isNotReplaced() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("full.onnx"), Path.of("/dev/full"));
        assertThatThrownBy(() -> new AtomicFile(link)).hasMessageContaining("it is a device or a pipe; name a file");
        assertThatThrownBy(() -> new AtomicFile(directory)).hasMessageContaining("it is a directory");
    }

    @Test
    void failure_namesTheFileThatWasAskedFor() {
        Path file = Path.of("model.onnx");
        assertThat(AtomicFile.failure(file, new AccessDeniedException(".model.onnx.1.tmp")))
                .hasMessage("cannot write 'model.onnx': no permission to write in its directory");
        assertThat(AtomicFile.failure(file, new FileSystemException(".x.tmp", null, "Read-only file system")))
                .hasMessage("cannot write 'model.onnx': Read-only file system");
    }
}
