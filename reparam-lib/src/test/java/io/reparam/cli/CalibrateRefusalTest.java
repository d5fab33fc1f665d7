package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
