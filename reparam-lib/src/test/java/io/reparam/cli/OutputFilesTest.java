package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** No command destroys what it reads, or what is there already. */
class OutputFilesTest extends CalibrateCommandCalls {
    private Path labels = Path.of("");
    private Path pictures = Path.of("");

    @BeforeEach
    void writeInputs() throws IOException {
        pictures = images(false);
        labels = Files.writeString(directory.resolve("labels.csv"), "20.png,1\n");
        Files.copy(model, directory.resolve("copy.onnx"));
        Files.createSymbolicLink(directory.resolve("link.html"), model);
        Files.createDirectory(directory.resolve("d"));
        Files.createSymbolicLink(directory.resolve("e"), directory.resolve("d"));
        Files.copy(model, directory.resolve("z.unfolded.onnx"));
        Files.writeString(directory.resolve("mine"), "mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calibrate @net.onnx --images @images -o @o.onnx --report @net.onnx --force                      | net.onnx' is the input
            calibrate @net.onnx --images @images -o @o.onnx --report @link.html --force                     | link.html' is the input
            calibrate @net.onnx --images @images -o @o.onnx --labels @labels.csv --report @labels.csv --force | labels.csv' is the input
            calibrate @net.onnx --images @images -o @o.onnx --labels @labels.csv --json @labels.csv --force | labels.csv' is the input
            calibrate @net.onnx --images @images -o @o.onnx --held-out-labels @labels.csv --certificate @labels.csv --force | labels.csv' is the input
            calibrate @net.onnx --images @images -o @o.onnx --report @mine                                  | mine' exists; --force overwrites it
            calibrate @net.onnx --images @images -o @o.onnx --json @mine                                    | mine' exists; --force overwrites it
            calibrate @net.onnx --images @images -o @o.onnx --certificate @mine                             | mine' exists; --force overwrites it
            calibrate @net.onnx --images @images -o @o.onnx --report @o.onnx                                | o.onnx' cannot be two outputs at once
            calibrate @net.onnx --images @images -o @d/o.onnx --report @e/o.onnx                            | o.onnx' cannot be two outputs at once
            calibrate @net.onnx --images @images -o @o.onnx --report @r --json @r                           | r' cannot be two outputs at once
            calibrate @net.onnx --images @images -o @o.onnx --report @o.unfolded.onnx                       | cannot be two outputs at once
            calibrate @net.onnx --images @images -o @d/o.onnx --curve @d                                    | lies in the directory of --curve
            calibrate @z.unfolded.onnx --images @images -o @z.onnx --force                                  | z.unfolded.onnx', the net where its proof fails, is the input
            calibrate @net.onnx --images @images -o @z.onnx                                                 | z.unfolded.onnx', the net where its proof fails, exists; --force overwrites it
            fold @net.onnx -o @o.onnx --json @mine                                                          | mine' exists; --force overwrites it
            fold @net.onnx -o @o.onnx --images @images/20.png --json @images/20.png --force                 | 20.png' is the input
            verify @net.onnx @copy.onnx --json @copy.onnx --force                                           | copy.onnx' is the input
            verify @net.onnx @copy.onnx --certificate @mine                                                 | mine' exists; --force overwrites it
            verify @net.onnx @copy.onnx --certificate @c --json @c                                          | c' cannot be two outputs at once
            bench @net.onnx @copy.onnx --json @net.onnx --force                                             | net.onnx' is the input
            bench @net.onnx @copy.onnx --json @mine                                                         | mine' exists; --force overwrites it
            predict @net.onnx @images/20.png --json @images/20.png --force                                  | 20.png' is the input
            predict @net.onnx @images --labels @labels.csv --json @labels.csv --force                       | labels.csv' is the input
            predict @net.onnx @images --json @mine                                                          | mine' exists; --force overwrites it
            export --arch resnet11 --mode plain -o @mine                                                    | mine' exists; --force overwrites it
            export @d -o @d/checkpoint.bin --force                                                          | checkpoint.bin' is the input
            """)
    void outputThatWouldDestroyAFile_isRefused(String command, String refusal) throws IOException {
        Files.writeString(directory.resolve("d/checkpoint.bin"), "trained");
        if (command.contains("--curve")) {
            Files.delete(directory.resolve("d/checkpoint.bin"));
        }
        List<String> before = all();
        assertThat(execute(command.replace("@", directory + "/").split(" ")))
                .as(err)
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(refusal).hasLineCount(1);
        assertThat(all()).isEqualTo(before);
    }

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> file + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .toList();
        }
    }

    /** As when another disk than the model's is full. */
    @Test
    void curveThatCannotBeWritten_costsNothingElse() throws IOException {
        Path curve = directory.resolve("curve");
        StringWriter printed = new StringWriter();
        StringWriter errors = new StringWriter();
        PrintWriter losesTheDirectory = new PrintWriter(printed, true) {
            @Override
            public void println(String line) {
                super.println(line);
                curve.toFile().delete();
            }
        };
        CommandLine line =
                ReparamCommand.commandLine().setOut(losesTheDirectory).setErr(new PrintWriter(errors, true));
        String command = "calibrate @net.onnx --images @images --mean 0.5 --std 0.25 --all --curve @curve"
                + " --json @report.json --report @report.html -o @out.onnx";
        assertThat(line.execute(command.replace("@", directory + "/").split(" ")))
                .isEqualTo(ExitCode.BAD_FILE);
        assertThat(errors.toString()).contains(curve.toString()).hasLineCount(1);
        assertThat(printed.toString()).contains("<- written", "written: " + target);
        assertThat(OnnxFile.read(target).metadata()).containsKey("reparam.calibrated");
        assertThat(directory.resolve("out.certificate.json")).exists();
        assertThat(directory.resolve("report.json")).exists();
        assertThat(directory.resolve("report.html")).exists();
    }
}
