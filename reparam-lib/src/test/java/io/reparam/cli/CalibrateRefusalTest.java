package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calibrate refuses: one line, and nothing is written. */
class CalibrateRefusalTest extends CalibrateCommandCalls {
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
        assertThat(out)
                .as("what each number of gates would lose")
                .contains("loss on held-out images", "    1 ")
                .doesNotContain("<- written", "calibrated, lossy");
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
    void numbersOutOfRange_areAWrongCommandLine_andNameTheOption() throws IOException {
        Path pictures = images(false);
        assertRefused(2, "--max-drop 5 must be 0 to 1, or 0% to 100%; for 5 of 100 write 5%", pictures, "--max-drop=5");
        assertRefused(2, "--max-drop 500% must be 0 to 1, or 0% to 100%;", pictures, "--max-drop=500%");
        assertRefused(2, "--max-kl -1.0 must be above 0", pictures, "--max-kl=-1");
        assertRefused(2, "--max-move 0 must be above 0", pictures, "--max-move=0");
        assertRefused(2, "--gates 12: the model has 1 gate; take so many or fewer", pictures, "--gates=12");
    }

    @Test
    void meanAndStdOfBytes_areRefused_withTheNumbersThatAreMeant() throws IOException {
        assertRefused(
                2,
                "--mean 123.675,116.28,103.53 --std 58.4,57.1,57.4 must be on the scale 0 to 1; of 0 to 255 write"
                        + " --mean 0.485,0.456,0.406 --std 0.22902,0.223922,0.225098, which is divided by 255",
                "net.onnx",
                images(false),
                "--mean=123.675,116.28,103.53",
                "--std=58.4,57.1,57.4",
                "-o",
                target.toString());
        assertThat(execute("bench", model.toString(), model.toString(), "--mean", "127.5"))
                .isEqualTo(2);
        assertThat(err).contains("of 0 to 255 write --mean 0.5,");
    }

    @Test
    void listedImageThatIsNotThere_isSaidToBeMissing() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.csv"), "nope.png,3\n");
        assertRefused(1, "nope.png' does not exist)", images(false), "--labels=" + labels);
    }

    private void assertRefused(int code, String problem, Path pictures, String option) {
        assertRefused(
                code, problem, "net.onnx", pictures, option, "--mean", "0.5", "--std", "0.25", "-o", target.toString());
    }

    /** As tf2onnx writes a Keras model that it gets as a function. */
    @Test
    void weightsThatAreInputs_areToldHowToBecomeConstants() throws IOException {
        Path pictures = images(false);
        String[] ok = {"--mean", "0.5", "--std", "0.25", "--all", "-o", target.toString()};
        Graph net = net(true);
        net.addInput(Value.tensor("captured", ElementType.FLOAT, Dim.list(1, 3, 1, 1)));
        Node conv = net.producer("conv").orElseThrow();
        net.insertBefore(
                conv, Node.of("shifted", "Add", List.of("image", "captured"), List.of("shifted"), Attributes.none()));
        net.replace(
                conv,
                conv.withInputs(
                        List.of("shifted", conv.inputs().get(1), conv.inputs().get(2))));
        OnnxFile.write(net, model);
        String hint = "if the others are weights, export the model with them as constants: of Keras with"
                + " tf2onnx.convert.from_keras, as from_function leaves";
        assertRefused(2, hint, "net.onnx", pictures, ok);
        net.removeInput("captured");
        net.addInput(Value.tensor("captured", ElementType.FLOAT, Dim.list("N", 3, 1, 1)));
        OnnxFile.write(net, model);
        assertRefused(2, "must have one input [N, 3, H, W]", "net.onnx", pictures, ok);
        assertThat(err).as("two that take images are no weights").doesNotContain("tf2onnx");
        assertThat(target).doesNotExist();
    }

    @Test
    void inputOfThreeAxes_isASignalOrAnImageWithoutABatch() throws IOException {
        Path pictures = images(false);
        String[] ok = {"--mean", "0.5", "--std", "0.25", "--all", "-o", target.toString()};
        for (List<Object> shape : List.of(List.<Object>of("N", 3, 32), List.<Object>of(3, 32, 32))) {
            SmallNet net = new SmallNet();
            net.builder().input("x", shape.toArray()).output("y", shape.toArray());
            net.node("Relu", "y", "x");
            OnnxFile.write(net.build(), model);
            String reason =
                    shape.contains("N") ? "must have one input [N, 3, H, W], not" : "takes an image without a batch";
            assertRefused(2, reason, "net.onnx", pictures, ok);
        }
    }

    @Test
    void labelOfNoClass_isRefused_withARemedy() throws IOException {
        Path labels = directory.resolve("labels.csv");
        StringBuilder lines = new StringBuilder();
        for (int i = 2; i < 42; i++) {
            lines.append(i + ".png," + i % 11 + "\n");
        }
        Files.writeString(labels, lines);
        assertRefused(
                1,
                "a label is class 10, but the model has 10 classes, 0 to 9; correct it in the file of labels, or the folder",
                "net.onnx",
                images(false),
                "--labels",
                labels.toString(),
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "-o",
                target.toString());
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
}
