package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.data.CifarPictures;
import io.reparam.data.CifarSample;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CalibrateCommandTest extends CalibrateCommandCalls {
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
    void foldersOfSomeOfTheClasses_areNoLabels_andAnEmptyOneCounts() throws IOException {
        Path some = CifarPictures.write(directory.resolve("some"), 42, 0, label -> "class" + Math.max(label, 2));
        String[] command = {
            model.toString(),
            "--images",
            some.toString(),
            "--mean",
            "0.5",
            "--std",
            "0.25",
            "--all",
            "--force",
            "-o",
            target.toString()
        };
        assertThat(run(command)).as(err).isZero();
        assertThat(out)
                .contains("some' has 8 classes and the model 10, so their order", "labels are not used")
                .doesNotContain("accuracy");
        Files.createDirectories(some.resolve("class0"));
        Files.createDirectories(some.resolve("class1"));
        assertThat(run(command)).as(err).isZero();
        assertThat(out).contains("images by label: 2: ", "accuracy", "no held-out image is of class 0, 1 of");
    }

    /** With the normalisation inside, from the last axis to the first. */
    @Test
    void netOfBytes_isCalibratedAsItIs() throws IOException {
        Graph net = net(true);
        net.removeInput("image");
        net.addInput(Value.tensor("pixels", ElementType.UINT8, Dim.list("N", 32, 32, 3)));
        Node conv = net.producer("conv").orElseThrow();
        Attributes none = Attributes.none();
        net.insertBefore(conv, Node.of("real", "Cast", List.of("pixels"), List.of("real"), none.withInt("to", 1)));
        net.putInitializer(Tensor.of("scale", new long[] {1}, new float[] {1 / 255f}));
        net.insertBefore(conv, Node.of("scaled", "Mul", List.of("real", "scale"), List.of("scaled"), none));
        net.insertBefore(
                conv,
                Node.of("image", "Transpose", List.of("scaled"), List.of("image"), none.withInts("perm", 0, 3, 1, 2)));
        OnnxFile.write(net, model);
        assertThat(run(model.toString(), "--images", images(true).toString(), "--all", "-o", target.toString()))
                .as(err)
                .isZero();
        assertThat(out).contains("from the input, which takes bytes", "1 of 1 gates are constants", "EQUIVALENT");
        assertThat(OnnxFile.read(target).inputs().get(0).type()).contains(ElementType.UINT8);
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

    private void copyCase(String name) throws IOException {
        try (InputStream in = CalibrateCommandTest.class.getResourceAsStream("/cases/calibrate/" + name)) {
            Files.copy(Objects.requireNonNull(in, name), directory.resolve(name));
        }
    }

    @Test
    void help_hasExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out)
                .contains(
                        "Lossy, unlike fold", "Examples:", "--max-drop 0.5%", "--held-out", "train --mode asr --from");
    }
}
