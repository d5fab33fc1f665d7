package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.data.CifarPictures;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Calls calibrate as a shell does, on a small net with one gate. */
abstract class CalibrateCommandCalls {
    @TempDir
    Path directory;

    String out = "";
    String err = "";
    Path model = Path.of("");
    Path target = Path.of("");

    int run(String... args) {
        return execute(Stream.concat(Stream.of("calibrate"), Stream.of(args)).toArray(String[]::new));
    }

    int execute(String... args) {
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
    static Graph net(boolean gate) {
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

    void assertRefused(int code, String message, String file, Path pictures, String... rest) {
        String[] args = Stream.concat(
                        Stream.of(directory.resolve(file).toString(), "--images", pictures.toString()), Stream.of(rest))
                .toArray(String[]::new);
        assertThat(run(args)).as(err).isEqualTo(code);
        assertThat(err).contains(message).hasLineCount(1);
    }

    /** Real images as PNG files, two of which are damaged. */
    Path images(boolean classes) throws IOException {
        return CifarPictures.write(directory.resolve("images"), 42, 2, label -> classes ? "class" + label : "");
    }
}
