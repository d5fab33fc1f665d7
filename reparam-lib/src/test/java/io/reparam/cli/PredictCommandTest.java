package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.data.CifarPictures;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PredictCommandTest {
    @TempDir
    private Path directory;

    private Path model = Path.of("");
    private Path photos = Path.of("");
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeModel() throws IOException {
        model = directory.resolve("net.onnx");
        OnnxFile.write(CommandTest.attentionNet(3), model);
        photos = CifarPictures.write(directory.resolve("photos"), 5, 0, label -> "");
    }

    @Test
    void folder_isAnsweredTheSameInAnyBatch_withFiveClassesByTheirNumbers() {
        assertThat(run("predict", model, photos)).as(() -> err).isZero();
        List<String> alone = out.lines().toList();
        assertThat(alone).hasSize(1 + 5 * 6);
        assertThat(alone.get(0)).contains("images: 32x32 RGB", "CIFAR, as the input is 32x32");
        assertThat(alone.get(1)).isEqualTo(photos.resolve("0.png").toString());
        assertThat(alone.get(2)).matches(" +[0-9.]+ %  class [0-9]");
        assertThat(run("predict", model, photos, "--batch", "3")).isZero();
        assertThat(out.lines().toList()).isEqualTo(alone);
    }

    @Test
    void bundle_bringsLabelsAndPreprocessing_andTheCommandLineSaysMore() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        Path models = directory.resolve("models");
        assertThat(run("bundle", model, "--labels", labels, "--preprocess", "cifar", "-o", models))
                .as(() -> err)
                .isZero();
        assertThat(run("predict", model, photos.resolve("0.png"), "--labels", labels, "--preprocess", "cifar"))
                .isZero();
        String asFile = withoutFirstLine();
        Path json = directory.resolve("predictions.json");
        for (Path bundle : List.of(models, models.resolve("net"))) {
            assertThat(run("predict", bundle, photos.resolve("0.png"), "--json", json, "--force"))
                    .as(() -> err)
                    .isZero();
            assertThat(out).contains("from the bundle's model.yaml");
            assertThat(withoutFirstLine()).isEqualTo(asFile);
        }
        assertThat(Files.readString(json)).contains("\"label\" : \"", "\"probability\" : ");
        assertThat(run("predict", models, photos.resolve("0.png"), "--channels", "bgr", "--top", "1"))
                .isZero();
        assertThat(out).contains("32x32 BGR", "the command line").hasLineCount(3);
        assertThat(run("predict", models, photos.resolve("0.png"), "--variant", "strange"))
                .isEqualTo(ExitCode.BAD_FILE);
        assertThat(err).contains("no variant 'strange'; it has ");
    }

    @Test
    void brokenImage_isNamed_andTheOthersAreAnswered() throws IOException {
        Files.writeString(photos.resolve("broken.png"), "no picture");
        assertThat(run("predict", model, photos, "--top", "1", "--batch", "4")).isEqualTo(ExitCode.BAD_FILE);
        assertThat(out.lines().filter(line -> line.contains(" %  class "))).hasSize(5);
        assertThat(out).contains("broken.png: ");
        assertThat(run("predict", model, directory.resolve("absent.png"))).isEqualTo(ExitCode.BAD_FILE);
        assertThat(err).contains("absent.png' does not exist");
    }

    @Test
    void wrongCommandLine_namesTheRemedy() {
        assertThat(run("predict", model)).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("IMAGE");
        assertThat(run("predict", model, photos, "--top", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("predict", model, photos, "--variant", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--variant is for a bundle");
    }

    private String withoutFirstLine() {
        return out.substring(out.indexOf('\n'));
    }

    private int run(Object... args) {
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        CommandLine line = ReparamCommand.commandLine()
                .setOut(new PrintWriter(outWriter, true))
                .setErr(new PrintWriter(errWriter, true));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code = line.execute(words);
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }
}
