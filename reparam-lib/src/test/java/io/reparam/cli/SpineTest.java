package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.Certified;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import io.reparam.data.CifarSample;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line from real images to a bundle that the service reads. */
class SpineTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void asrNet_trainedOnRealImages_foldsToThePlainNet_andStaysTheSame() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
        for (String mode : List.of("asr", "plain", "attention")) {
            train(mode, "--max-steps", "6");
            run(0, "export", path(mode), "-o", path(mode + ".onnx"));
            run(0, "fold", path(mode + ".onnx"), "-o", path(mode + "-folded.onnx"), "--json", path(mode + ".json"));
        }

        Graph asr = OnnxFile.read(directory.resolve("asr.onnx"));
        assertThat(operators(asr)).contains("Sigmoid", "Mul", "BatchNormalization");
        assertThat(operators(OnnxFile.read(directory.resolve("asr-folded.onnx"))))
                .isEqualTo(operators(OnnxFile.read(directory.resolve("plain-folded.onnx"))))
                .doesNotContain("Sigmoid", "Mul", "BatchNormalization");
        assertThat(operators(OnnxFile.read(directory.resolve("attention-folded.onnx"))))
                .contains("Sigmoid", "Mul");
        assertThat(directory.resolve("attention.json")).content().contains("stage3_1.scale.attention.mul");

        String verified = run(0, "verify", path("asr.onnx"), path("asr-folded.onnx"), "--images", path("data"));
        assertThat(verified).contains("real images 64", "EQUIVALENT");
        assertThat(run(1, "verify", path("asr.onnx"), path("plain-folded.onnx")))
                .contains("DIFFERENT");

        String before = run(0, "evaluate", path("asr.onnx"), "--images", path("data"));
        assertThat(run(0, "evaluate", path("asr-folded.onnx"), "--images", path("data")))
                .isEqualTo(before)
                .contains("of 200 images");

        run(0, "observe", path("attention"), "--data", path("data"), "-o", path("stripes"));
        assertPicturesAreChecked();
        run(
                0,
                "bundle",
                "--name",
                "tiny",
                "--variant",
                "reparam=" + path("asr-folded.onnx"),
                "--variant",
                "attention=" + path("attention.onnx"),
                "--stripes",
                "attention=" + path("stripes/stripes.png"),
                "-o",
                path("models"));
        assertThat(directory.resolve("models/tiny/model.yaml"))
                .content()
                .contains("airplane", "mode: \"asr\"", "ChannelScaleIntoBatchNorm 3");
        assertFacts();
        assertThat(directory.resolve("models/tiny/1/attention.onnx"))
                .hasSameBinaryContentAs(directory.resolve("attention.onnx"));
        assertThat(directory.resolve("models/tiny/1/attention.stripes.png"))
                .hasSameBinaryContentAs(directory.resolve("stripes/stripes.png"));
    }

    /** A net for images that are not square, of a set that is drawn. */
    @Test
    void linesOfText_goFromDrawingToABundle() throws IOException {
        String lines = path("lines");
        run(0, "data", "lines", "-o", lines, "--train", "16", "--val", "10");
        assertThat(run(3, "data", "lines", "-o", lines)).isEmpty();
        run(2, "data", "cifar10", "-o", path("cifar10"), "--seed", "2");
        assertThat(err.toString()).contains("only lines has options");
        run(
                0,
                ("train --data %s --image-size 48x192 --fit stretch --arch mobilenetv3-small --width 0.25 --attention se_hard"
                                + " --batch 8 --epochs 1 --noise 0.9,0.1 --out %s")
                        .formatted(lines, path("run"))
                        .split(" "));
        run(0, "export", path("run"), "-o", path("net.onnx"));
        run(0, "fold", path("net.onnx"), "-o", path("folded.onnx"));
        assertThat(operators(OnnxFile.read(directory.resolve("folded.onnx")))).doesNotContain("BatchNormalization");
        assertThat(run(0, "evaluate", path("folded.onnx"), "--images", lines, "--corruption", "jpeg,noise"))
                .contains("of 10 images")
                .containsPattern("jpeg 1 to 5: .*, mean .* %\\R")
                .containsPattern("noise 1 to 5: .*, mean .* %\\R");
        run(0, "bundle", "--name", "lines", "--variant", "reparam=" + path("folded.onnx"), "-o", path("models"));
        assertThat(directory.resolve("models/lines/model.yaml"))
                .content()
                .contains("height: 48", "width: 192", "STRETCH", "noise: \"0.9,0.1\"", "turned");
    }

    private void assertPicturesAreChecked() {
        String[] bundle = {"bundle", "--name", "tiny", "--variant", "a=" + path("attention.onnx"), "-o", path("models")
        };
        run(2, with(bundle, "--stripes", "b=" + path("stripes/stripes.png")));
        assertThat(err.toString()).contains("--stripes names variant 'b', which is not one of [a]");
        run(2, with(bundle, "--stripes", "a=" + path("stripes/stripes.json")));
        assertThat(err.toString()).contains("is not a PNG file");
        run(3, with(bundle, "--stripes", "a=" + path("nowhere.png")));
        assertThat(err.toString()).contains("nowhere.png");
        assertThat(directory.resolve("models")).doesNotExist();
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private void calibratedNet_saysWhatWasLost() throws IOException {
        String calibrated = path("calibrated.onnx");
        run(0, "calibrate", path("attention.onnx"), "-o", calibrated, "--images", path("data"), "--all");
        run(0, "bundle", "--name", "lossy", "--variant", "reparam=" + calibrated, "-o", path("models"));
        try (InputStream in = Files.newInputStream(directory.resolve("models/lossy/model.yaml"))) {
            Certified certificate = Objects.requireNonNull(
                    Objects.requireNonNull(ModelManifest.read(in).variants().get("reparam"))
                            .certificate());
            assertThat(certificate.verdict()).isEqualTo("CALIBRATED, LOSSY");
            assertThat(certificate.loss()).isNotBlank();
            assertThat(certificate.original()).isEqualTo(Sha256.of(List.of(directory.resolve("attention.onnx"))));
        }
    }

    /** Size and certificate travel with the variant that was folded; a certificate of another file is refused. */
    private void assertFacts() throws IOException {
        Path folded = directory.resolve("asr-folded.onnx");
        try (InputStream in = Files.newInputStream(directory.resolve("models/tiny/model.yaml"))) {
            ModelManifest manifest = ModelManifest.read(in);
            ModelManifest.Variant reparam =
                    Objects.requireNonNull(manifest.variants().get("reparam"));
            assertThat(reparam.size())
                    .isEqualTo(new ModelManifest.NetSize(
                            OnnxFile.read(folded).nodes().size(),
                            OnnxFile.read(folded).parameters(),
                            Files.size(folded)));
            Certified certificate = Objects.requireNonNull(reparam.certificate());
            assertThat(certificate.verdict()).isEqualTo("EQUIVALENT");
            assertThat(certificate.original()).isEqualTo(Sha256.of(List.of(directory.resolve("asr.onnx"))));
            assertThat(certificate.largestError()).isPositive().isLessThanOrEqualTo(certificate.tolerance());
            assertThat(certificate.images()).isPositive();
            assertThat(Objects.requireNonNull(manifest.variants().get("attention"))
                            .certificate())
                    .isNull();
        }
        calibratedNet_saysWhatWasLost();
        Files.copy(directory.resolve("attention.onnx"), folded, StandardCopyOption.REPLACE_EXISTING);
        run(3, "bundle", "--name", "other", "--variant", "reparam=" + folded, "-o", path("models"));
        assertThat(err.toString()).contains("asr-folded.certificate.json' is the certificate of another file");
    }

    @Test
    void run_intoADirectoryWithACheckpoint_needsResume() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
        train("asr", "--max-steps", "1");
        run(2, trainArguments("asr", "--max-steps", "1"));
        assertThat(err.toString()).contains("--resume");
        run(0, trainArguments("asr", "--max-steps", "1", "--resume"));
    }

    @Test
    void errors_areOneLineThatNamesTheThing() throws IOException {
        run(3, trainArguments("asr"));
        assertThat(err.toString())
                .contains("'" + path("data") + "' does not exist")
                .doesNotContain("\tat ");

        CifarSample.asDataSet(directory.resolve("data"));
        Path damaged = directory.resolve("data/data_batch_3.bin");
        Files.write(damaged, new byte[1000]);
        run(3, trainArguments("asr"));
        assertThat(err.toString()).contains(damaged.toString(), "1000 bytes").hasLineCount(1);

        run(2, trainArguments("asr", "--arch", "alexnet"));
        assertThat(err.toString()).contains("'alexnet' is unknown").hasLineCount(1);

        run(3, "export", path("nowhere"), "-o", path("out.onnx"));
        assertThat(err.toString()).contains("checkpoint.bin").hasLineCount(1);
        assertThat(directory.resolve("asr")).doesNotExist();
        assertThat(directory.resolve("out.onnx")).doesNotExist();
    }

    private void train(String mode, String... more) {
        run(0, trainArguments(mode, more));
    }

    private String[] trainArguments(String mode, String... more) {
        String arguments = "train --data %s --mode %s --epochs 1 --batch 20 --learning-rate 0.05 --out %s"
                .formatted(path("data"), mode, path(mode));
        if (!List.of(more).contains("--arch")) {
            arguments += " --arch resnet11";
        }
        return (arguments + " " + String.join(" ", more)).strip().split(" ");
    }

    private String run(int code, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command =
                ReparamCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(command.execute(arguments)).as(() -> out.toString() + err).isEqualTo(code);
        return out.toString();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(Node::opType).toList();
    }
}
