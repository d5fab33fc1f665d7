package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.ModelCard;
import io.reparam.artifact.Provenance;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code export} of nets that nobody has trained. */
class ExportCommandTest {
    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";

    @Test
    void untrainedNet_foldsToThePlainOne_withProof() throws IOException {
        for (String mode : new String[] {"asr", "plain"}) {
            assertThat(run("export --arch resnet11 --attention eca --mode " + mode
                            + " --classes 100 --random-statistics --seed 3 -o " + path(mode + ".onnx")))
                    .as(() -> err)
                    .isZero();
            assertThat(run("fold " + path(mode + ".onnx") + " -o " + path(mode + "-folded.onnx")))
                    .as(() -> out + err)
                    .isZero();
            assertThat(out).contains("BatchNormIntoConv", "EQUIVALENT");
        }
        assertThat(graph("asr-folded.onnx").nodes())
                .hasSameSizeAs(graph("plain-folded.onnx").nodes());
        Provenance provenance =
                ModelCard.from(graph("asr.onnx").metadata()).orElseThrow().provenance();
        assertThat(provenance.attention()).isEqualTo("eca");
        assertThat(provenance.epochs()).isZero();
        assertThat(provenance.data()).isEqualTo("none");
    }

    @Test
    void randomStatistics_areDrawnByTheSeed() throws IOException {
        String net = "export --arch resnet11 --mode plain --force -o " + path("net.onnx");
        assertThat(run(net)).isZero();
        double[] asDrawn = variances(graph("net.onnx"));
        assertThat(asDrawn).containsOnly(1);
        assertThat(run(net + " --random-statistics --seed 7")).isZero();
        double[] seven = variances(graph("net.onnx"));
        assertThat(run(net + " --random-statistics --seed 7")).isZero();
        assertThat(variances(graph("net.onnx"))).isEqualTo(seven).isNotEqualTo(asDrawn);
    }

    @Test
    void whatNamesNoNetOrTwo_isRefused() {
        assertThat(run("export -o " + path("net.onnx"))).isEqualTo(2);
        assertThat(err).contains("name the RUN_DIR of a trained net, or --arch for one that is not trained");
        assertThat(run("export runs/asr --arch resnet11 --classes 5 -o " + path("net.onnx")))
                .isEqualTo(2);
        assertThat(err).contains("'runs/asr' says which net it is; leave ", "--arch", "--classes");
        assertThat(run("export --arch alexnet -o " + path("net.onnx"))).isEqualTo(2);
        assertThat(err).contains("'alexnet' is unknown");
        assertThat(run("export --arch vit-tiny --mode plain --image-size 224 --random-statistics -o "
                        + path("net.onnx")))
                .isEqualTo(2);
        assertThat(err).contains("no BatchNormalization; leave --random-statistics away");
        assertThat(directory).isEmptyDirectory();
    }

    private static double[] variances(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.is("BatchNormalization"))
                .findFirst()
                .flatMap(node -> graph.initializer(node.input(4)))
                .orElseThrow()
                .doubles();
    }

    private Graph graph(String name) throws IOException {
        return OnnxFile.read(Path.of(path(name)));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private int run(String line) {
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        CommandLine command = ReparamCommand.commandLine()
                .setOut(new PrintWriter(outWriter, true))
                .setErr(new PrintWriter(errWriter, true));
        int code = command.execute(line.split(" "));
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }
}
