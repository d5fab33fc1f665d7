package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.data.CifarPictures;
import io.reparam.data.CifarSample;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CalibrateCommandTest {
    @TempDir
    Path directory;

    private String out = "";
    private String err = "";
    private Path model = Path.of("");
    private Path target = Path.of("");

    private int run(String... args) {
        return execute(Stream.concat(Stream.of("calibrate"), Stream.of(args)).toArray(String[]::new));
    }

    private int execute(String... args) {
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        CommandLine line = ReparamCommand.commandLine()
                .setOut(new PrintWriter(outWriter, true))
                .setErr(new PrintWriter(errWriter, true));
        int code = line.execute(args);
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }

    @BeforeEach
    void writeModel() throws IOException {
        model = directory.resolve("net.onnx");
        target = directory.resolve("out.onnx");
        OnnxFile.write(net(true), model);
    }

    /** A classifier of CIFAR's size with an SE module. */
    private static Graph net(boolean gate) {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 32, 32).output("logits", "N", 10);
        String x = net.node("Relu", "relu", net.conv("conv", "image", 3, 8, 1, true));
        if (gate) {
            String hidden =
                    net.node("Conv", "se1", net.node("GlobalAveragePool", "z", x), net.normal("w1", 4, 8, 1, 1));
            String factor = net.node("Conv", "se2", net.node("Relu", "ser", hidden), net.normal("w2", 8, 4, 1, 1));
            x = net.node("Mul", "gated", x, net.node("Sigmoid", "g", factor));
        }
        x = net.conv("last", x, 8, 8, 1, true);
        net.node(
                "Gemm",
                "logits",
                net.node("Flatten", "flat", net.node("GlobalAveragePool", "p", x)),
                net.normal("w", 8, 10));
        return net.build();
    }

    @Test
    void folderOfClasses_toAModelThatSaysWhatItLost() throws IOException {
        Path json = directory.resolve("report.json");
        Path page = directory.resolve("report.html");
        assertThat(run(
                        model.toString(),
                        "--images",
                        images(true).toString(),
                        "--mean",
                        "0.5",
                        "--std",
                        "0.25",
                        "--all",
                        "--json",
                        json.toString(),
                        "--report",
                        page.toString(),
                        "-o",
                        target.toString()))
                .as(err)
                .isZero();
        assertThat(out)
                .contains("gated", "<- written", "calibrated, lossy: 1 of 1 gates", "accuracy", "on 20 images")
                .contains("folding the constants, proved: ", "EQUIVALENT", "2 image files could not be read");
        assertThat(json).content().contains("\"curve\"", "\"deviationOverImages\"", "\"skipped\" : 2");
        assertThat(page).content().contains("<svg", "data:image/png;base64,");
        assertThat(directory.resolve("out.certificate.json"))
                .content()
                .contains(
                        "\"verdict\" : \"CALIBRATED, LOSSY\"",
                        "\"verdict\" : \"EQUIVALENT\"",
                        "calibrated, lossy: 1 of 1");
        Graph written = OnnxFile.read(target);
        assertThat(written.nodes()).hasSize(6);
        assertThat(written.metadata().get("reparam.calibrated")).startsWith("calibrated, lossy: 1 of 1 gates");
        assertThat(written.metadata())
                .containsEntry(
                        "reparam.calibrated.source", Sha256.of(List.of(model)).hex());
    }

    @Test
    void card_tellsPreprocessingAndLabels_andCifarFilesAreRead() throws IOException {
        Graph carded = net(true);
        Provenance provenance = new Provenance(
                "small",
                "se",
                "attention",
                1,
                1,
                "cifar10",
                Sha256.of(List.of(CifarSample.FILE)),
                10,
                0.5,
                "test",
                null);
        LabelSet labels =
                new LabelSet(IntStream.range(0, 10).mapToObj(i -> "class" + i).toList());
        carded.metadata().put(ModelCard.KEY, new ModelCard(labels, PreprocessSpec.CIFAR, provenance).toJson());
        OnnxFile.write(carded, model);
        assertThat(run(model.toString(), "--images", CifarSample.FILE.toString(), "--all", "-o", target.toString()))
                .as(err)
                .isZero();
        Provenance after =
                ModelCard.from(OnnxFile.read(target).metadata()).orElseThrow().provenance();
        assertThat(after.calibrated())
                .startsWith("calibrated, lossy: 1 of 1 gates are constants (least squares of 100 images");
        assertThat(after.testImages())
                .as("what the original reached is not this model's")
                .isEqualTo(100);
        assertThat(after.testAccuracy()).isNotEqualTo(0.5);
        Path bundle = directory.resolve("models");
        assertThat(execute(
                        "bundle",
                        "--name",
                        "small",
                        "--variant",
                        "original=" + model,
                        "--variant",
                        "calibrated=" + target,
                        "-o",
                        bundle.toString()))
                .isZero();
        assertThat(bundle.resolve("small/model.yaml"))
                .content()
                .contains("calibrated: \"calibrated, lossy: 1 of 1 gates");
    }

    @Test
    void refusals_areOneLine_andNothingIsWritten() throws IOException {
        Path pictures = images(false);
        String[] ok = {"--mean", "0.5", "--std", "0.25", "-o", target.toString()};
        OnnxFile.write(net(false), directory.resolve("plain.onnx"));
        assertRefused(1, "the model has no gates", "plain.onnx", pictures, ok);
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertRefused(3, "holds no images", "net.onnx", empty, ok);
        for (int i = 0; i < 15; i++) {
            Files.copy(pictures.resolve("20.png"), empty.resolve(i + ".png"));
        }
        assertRefused(1, "there are 8 images to calibrate on and 7 to hold out", "net.onnx", empty, ok);
        assertRefused(
                1,
                "the budget (KL at most 1.00e-12) allows no gate to go. The best that can be had",
                "net.onnx",
                pictures,
                "--max-kl",
                "1e-12",
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "-o",
                target.toString());
        assertRefused(2, "has no model card; say by --mean and --std", "net.onnx", pictures, "-o", target.toString());
        assertRefused(
                2,
                "either every gate goes, or so many by --gates, or there is a limit",
                "net.onnx",
                pictures,
                "--all",
                "--max-drop",
                "1%",
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "-o",
                target.toString());
        assertRefused(
                2,
                "'half' must be a part, such as 0.5% or 0.005",
                "net.onnx",
                pictures,
                "--max-drop",
                "half",
                "-o",
                target.toString());
        assertRefused(
                2,
                "is the input; choose another output",
                "net.onnx",
                pictures,
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "--force",
                "-o",
                model.toString());
        assertRefused(2, "-o OUT.onnx is missing", "net.onnx", pictures, "--mean", "0.5", "--std", "0.25");
        assertRefused(3, "no.onnx' does not exist", "no.onnx", pictures, ok);
        assertThat(target).doesNotExist();
        assertThat(directory.resolve("out.certificate.json")).doesNotExist();
    }

    @Test
    void curve_isWrittenPointByPoint_andGatesChooseOne() throws IOException {
        String[] options = {"--mean", "0.5", "--std", "0.25", "--gates", "1", "-o", target.toString()};
        Path curve = directory.resolve("curve");
        assertThat(run(Stream.concat(
                                Stream.of(
                                        model.toString(),
                                        "--images",
                                        images(true).toString(),
                                        "--curve",
                                        curve.toString()),
                                Stream.of(options))
                        .toArray(String[]::new)))
                .as(err)
                .isZero();
        assertThat(curve.resolve("gates-01.onnx")).exists();
        assertThat(curve.resolve("gates-01.certificate.json")).exists();
        assertThat(OnnxFile.read(target).metadata().get("reparam.calibrated"))
                .startsWith("calibrated, lossy: 1 of 1 gates");
        Path pictures = directory.resolve("images");
        assertRefused(
                2,
                "is not empty; choose another directory for --curve",
                "net.onnx",
                pictures,
                "--curve",
                curve.toString(),
                "-o",
                directory.resolve("other.onnx").toString());
        assertRefused(
                3,
                "none/out.onnx': its directory does not exist; create it first",
                "net.onnx",
                pictures,
                "-o",
                directory.resolve("none/out.onnx").toString());
        assertRefused(
                3,
                "nowhere' does not exist",
                "net.onnx",
                directory.resolve("nowhere"),
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "-o",
                directory.resolve("other.onnx").toString());
    }

    @Test
    void foldThatNobodyCanTellOf_leavesTheCalibratedNetUnfolded() throws IOException {
        assertThat(run(
                        model.toString(),
                        "--images",
                        images(true).toString(),
                        "--mean",
                        "0.5",
                        "--std",
                        "0.25",
                        "--all",
                        "--tolerance",
                        "1e-12",
                        "-o",
                        target.toString()))
                .as(out)
                .isEqualTo(5);
        Path unfolded = directory.resolve("out.unfolded.onnx");
        assertThat(out)
                .contains(
                        "UNDECIDED",
                        "is not written",
                        "'" + unfolded + "'; 'reparam fold " + unfolded + " -o " + target);
        assertThat(target).doesNotExist();
        assertThat(execute("fold", unfolded.toString(), "-o", target.toString()))
                .as("the remedy works")
                .isZero();
        assertThat(OnnxFile.read(target).metadata().get("reparam.calibrated"))
                .startsWith("calibrated, lossy: 1 of 1 gates");
    }

    /** The same net with its SE module in a body of an If. */
    @Test
    void moduleInABody_isFoundWhereThatBodyRuns_andNamedWhereNobodyKnows() throws IOException {
        copyCase("if_constant.onnx");
        assertThat(run(
                        directory.resolve("if_constant.onnx").toString(),
                        "--images",
                        images(false).toString(),
                        "--mean",
                        "0.5",
                        "--std",
                        "0.25",
                        "--all",
                        "-o",
                        target.toString()))
                .as(err)
                .isZero();
        assertThat(out).contains("1 of 1 gates are constants", "EQUIVALENT");
        copyCase("if_dynamic.onnx");
        assertRefused(
                1,
                "is not a gate: a node of type If, whose bodies are not searched",
                "if_dynamic.onnx",
                directory.resolve("images"),
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "--all",
                "-o",
                directory.resolve("other.onnx").toString());
    }

    @Test
    void sizeThatTheModelDoesNotTake_isNamed() throws IOException {
        assertRefused(
                2,
                "takes images of 32x32, not of 64x48; leave --size away",
                "net.onnx",
                images(false),
                "--size",
                "64x48",
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "--all",
                "-o",
                target.toString());
    }

    private void copyCase(String name) throws IOException {
        try (InputStream in = CalibrateCommandTest.class.getResourceAsStream("/cases/calibrate/" + name)) {
            Files.copy(Objects.requireNonNull(in, name), directory.resolve(name));
        }
    }

    @Test
    void help_hasExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out).contains("Lossy, unlike fold", "Examples:", "--max-drop 0.5%", "--held-out", "train --from");
    }

    private void assertRefused(int code, String message, String file, Path pictures, String... rest) {
        String[] args = Stream.concat(
                        Stream.of(directory.resolve(file).toString(), "--images", pictures.toString()), Stream.of(rest))
                .toArray(String[]::new);
        assertThat(run(args)).as(err).isEqualTo(code);
        assertThat(err).contains(message).hasLineCount(1);
    }

    /** Real images as PNG files, two of which are damaged. */
    private Path images(boolean classes) throws IOException {
        return CifarPictures.write(directory.resolve("images"), 42, 2, label -> classes ? "class" + label : "");
    }
}
