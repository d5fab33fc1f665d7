package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.Sha256;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Graph;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandTest {
    private static final String CIFAR = "src/test/resources/cifar10-sample";

    @TempDir
    Path directory;

    private String out = "";
    private String err = "";
    private String model = "";
    private String folded = "";

    private int run(String... args) {
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

    /** A classifier of CIFAR's size with an attention that became a constant. */
    static Graph attentionNet(int channels) {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", channels, 32, 32).output("logits", "N", 10);
        net.norm("bn", net.conv("conv", "image", channels, 8, 1, false), 8, 1e-5f);
        net.node("Mul", "scaled", net.node("Sigmoid", "v", net.positive("psi", 1, 8, 1, 1)), "bn");
        net.node("GlobalAveragePool", "pool", net.node("Relu", "relu", "scaled"));
        net.node("Flatten", "flat", "pool");
        net.node("Gemm", "logits", "flat", net.normal("w", 8, 10), net.normal("b", 10));
        return net.build();
    }

    @BeforeEach
    void writeModel() throws IOException {
        model = directory.resolve("net.onnx").toString();
        folded = directory.resolve("folded.onnx").toString();
        OnnxFile.write(attentionNet(3), Path.of(model));
    }

    @Test
    void foldVerifyBench_inOneGo() throws IOException {
        Path json = directory.resolve("report.json");
        assertThat(run("fold", model, "-o", folded, "--json", json.toString())).isZero();
        assertThat(out)
                .contains("1 ChannelScaleIntoBatchNorm", "1 BatchNormIntoConv")
                .doesNotContain("kept:");
        assertThat(Files.readString(json)).contains("\"rule\" : \"BatchNormIntoConv\"", "\"parameters\"");

        assertThat(run(
                        "verify",
                        model,
                        folded,
                        "--images",
                        CIFAR,
                        "--count",
                        "40",
                        "--json",
                        json.toString(),
                        "--force"))
                .as(err)
                .isZero();
        assertThat(out).contains("real images 40", "top-1 equal 40 of 40", "EQUIVALENT");
        assertThat(Files.readString(json)).contains("\"verdict\" : \"EQUIVALENT\"");

        assertThat(run("bench", model, folded, "--seconds", "0.3", "--json", json.toString(), "--force"))
                .isZero();
        assertThat(out).contains("p99", "95 % interval");
        assertThat(Files.readString(json)).contains("\"machine\"", "\"ratio\"");
        assertThat(err).isEmpty();
    }

    @Test
    void verify_tampered() throws IOException {
        run("fold", model, "-o", folded);
        Graph graph = OnnxFile.read(Path.of(folded));
        float[] weights = graph.initializer("w").orElseThrow().floats();
        weights[0] += 0.01f;
        graph.putInitializer(io.reparam.graph.Tensor.of("w", new long[] {8, 10}, weights));
        OnnxFile.write(graph, Path.of(folded));
        assertThat(run("verify", model, folded)).isEqualTo(1);
        assertThat(out).contains("DIFFERENT");
    }

    @Test
    void fold_wouldOverwrite() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(model));
        assertThat(run("fold", model, "-o", model, "--force")).isEqualTo(2);
        assertThat(err).contains("is the input; choose another output");
        Files.writeString(Path.of(folded), "mine");
        assertThat(run("fold", model, "-o", folded)).isEqualTo(2);
        assertThat(err).contains("exists; --force overwrites it");
        assertThat(Path.of(folded)).hasContent("mine");
        assertThat(run("fold", model, "-o", folded, "--force")).isZero();
        assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(before);
    }

    @Test
    void fold_explainWritesNothing() throws IOException {
        assertThat(run("fold", model, "-o", folded, "--explain", "--skip", "BatchNormIntoConv"))
                .isZero();
        assertThat(out).contains("fires    ").doesNotContain("fires    BatchNormIntoConv");
        assertThat(run("fold", model, "--explain", "--only", "BatchNormIntoConv,ChannelScaleIntoConv"))
                .isZero();
        assertThat(out).contains("fires    BatchNormIntoConv at '", "nodes -1").doesNotContain("fires    Constant");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void fold_rulesThatDoNotExist() {
        assertThat(run("fold", model, "-o", folded, "--only", "Magic")).isEqualTo(2);
        assertOneLine("no rule is called Magic; there are ConstantCondition, ");
        assertThat(run("fold", model)).isEqualTo(2);
        assertOneLine("-o OUT.onnx is missing");
    }

    @Test
    void fold_badFiles() throws IOException {
        Path text = Files.writeString(directory.resolve("text.onnx"), "hello");
        assertThat(run("fold", text.toString(), "-o", folded)).isEqualTo(3);
        assertOneLine("text.onnx' is text, not an ONNX model");
        assertThat(run("fold", directory.resolve("no.onnx").toString(), "-o", folded))
                .isEqualTo(3);
        assertOneLine("no.onnx' does not exist");
        assertThat(run("fold", directory.toString(), "-o", folded)).isEqualTo(3);
        assertOneLine("is a directory");
        assertThat(run("fold", model, "-o", directory.resolve("no/out.onnx").toString()))
                .isEqualTo(3);
        assertOneLine("its directory does not exist");
        assertThat(run("fold", model, "-o", directory.toString(), "--force")).isEqualTo(3);
        assertOneLine("it is a directory");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void verify_imagesThatAreNone() throws IOException {
        Path text = Files.writeString(directory.resolve("images.bin"), "hello");
        assertThat(run("verify", model, model, "--images", text.toString())).isEqualTo(3);
        assertOneLine("not a whole number of 3073-byte records");
    }

    @Test
    void verify_preprocessingUnknown() throws IOException {
        OnnxFile.write(attentionNet(4), Path.of(model));
        assertThat(run("verify", model, model, "--images", CIFAR)).isEqualTo(2);
        assertOneLine("takes 4 channels, not the 3 of an image");
        assertThat(run("verify", model, model, "--images", CIFAR, "--size", "64x64"))
                .isEqualTo(2);
    }

    @Test
    void verify_otherInputs() throws IOException {
        OnnxFile.write(attentionNet(4), Path.of(folded));
        assertThat(run("verify", model, folded)).isEqualTo(1);
        assertOneLine("input 'image' is FLOAT[-1, 3, 32, 32] in the original");
    }

    @Test
    void run_wrongUsage() {
        assertThat(run("fold")).isEqualTo(2);
        assertOneLine("see 'reparam fold --help'");
        assertThat(run("verify", model, model, "--tolerance", "2")).isEqualTo(2);
        assertOneLine("tolerance 2.0 must be above 0 and below 1");
        assertThat(run("bench", model, model, "--seconds", "-1")).isEqualTo(2);
        assertThat(run("bench", model, model, "--size", "axb")).isEqualTo(2);
        assertOneLine("such as 224 or 48x320");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fold", "verify", "bench", "evaluate", "export"})
    void help_saysWhatAndHow(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out).contains("Usage: reparam " + command, "Examples:", "Exit codes:", "unexpected error");
    }

    @Test
    void fold_certificateSaysWhatWasComparedAndHow() throws IOException {
        assertThat(run("fold", model, "-o", folded, "--images", CIFAR, "--count", "5"))
                .as(err)
                .isZero();
        Path certificate = directory.resolve("folded.certificate.json");
        assertThat(out)
                .contains("real images 5", "random BN statistics, random images 3", "certificate: " + certificate);
        assertThat(certificate)
                .content()
                .contains(
                        "\"verdict\" : \"EQUIVALENT\"",
                        "\"sha256\" : \"" + Sha256.of(List.of(Path.of(model))) + "\"",
                        "\"sha256\" : \"" + Sha256.of(List.of(Path.of(folded))) + "\"",
                        "\"bytes\" : " + Files.size(Path.of(folded)),
                        "\"tool\" : \"reparam ",
                        "\"onnxruntime\" : \"",
                        "\"scaleRelative\" : 1.0E-5",
                        "\"seed\" : 1",
                        "\"BatchNormIntoConv\" : 1",
                        "\"maxAbsolute\"");

        Path own = directory.resolve("own.json");
        assertThat(run("verify", model, folded, "--certificate", own.toString()))
                .isZero();
        assertThat(own).content().contains("\"verdict\" : \"EQUIVALENT\"", "\"folds\" : { }");
    }

    @Test
    void fold_undecided_leavesNothingAndSaysWhy() throws IOException {
        Path json = directory.resolve("report.json");
        assertThat(run("fold", model, "-o", folded, "--tolerance", "1e-12", "--json", json.toString()))
                .isEqualTo(5);
        assertThat(out).contains("UNDECIDED", "rounding alone moves the original as much", "nothing written");
        assertThat(json).content().contains("\"written\" : false", "\"verdict\" : \"UNDECIDED\"");
        assertThat(Path.of(folded)).doesNotExist();
        assertThat(directory.resolve("folded.certificate.json")).doesNotExist();
    }

    @Test
    void fold_noVerify_hasNoCertificate() {
        assertThat(run("fold", model, "-o", folded, "--no-verify")).isZero();
        assertThat(out).contains("not verified").doesNotContain("EQUIVALENT");
        assertThat(Path.of(folded)).exists();
        assertThat(directory.resolve("folded.certificate.json")).doesNotExist();
        assertThat(run("fold", model, "-o", folded, "--no-verify", "--trace", "--force"))
                .isEqualTo(2);
        assertOneLine("--trace is a proof in steps");
    }

    @Test
    void fold_trace_tellsTheErrorOfEachFold() throws IOException {
        Path json = directory.resolve("report.json");
        assertThat(run("fold", model, "-o", folded, "--trace", "--json", json.toString()))
                .isZero();
        assertThat(out)
                .containsPattern(" 1  [0-9.e-]+  ConstantSubgraph at 'v'")
                .contains("BatchNormIntoConv at '");
        assertThat(json).content().contains("\"trace\" : [ {", "\"number\" : 1");
    }

    @Test
    void fold_outputsThatWouldDestroyAFile() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(model));
        assertThat(run("fold", model, "-o", folded, "--json", model, "--force")).isEqualTo(2);
        assertOneLine("is the input; choose another output");
        assertThat(run("fold", model, "-o", folded, "--certificate", model, "--force"))
                .isEqualTo(2);
        assertThat(run("fold", model, "-o", folded, "--json", folded)).isEqualTo(2);
        assertOneLine("cannot be two outputs at once");
        Files.writeString(directory.resolve("folded.certificate.json"), "mine");
        assertThat(run("fold", model, "-o", folded)).isEqualTo(2);
        assertOneLine("folded.certificate.json' exists; --force overwrites it");
        assertThat(Path.of(model)).hasBinaryContent(before);
        assertThat(Path.of(folded)).doesNotExist();
    }

    @Test
    void fold_placesThatTakeNoFile() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.onnx"));
        assertThat(run("fold", empty.toString(), "-o", folded)).isEqualTo(3);
        assertOneLine("empty.onnx' is not an ONNX model");
        Path full = Files.createSymbolicLink(directory.resolve("full.onnx"), Path.of("/dev/full"));
        assertThat(run("fold", model, "-o", full.toString(), "--force")).isEqualTo(3);
        assertOneLine("it is a device or a pipe");
        assertThat(run(
                        "fold",
                        model,
                        "-o",
                        folded,
                        "--certificate",
                        directory.resolve("no/c.json").toString()))
                .isEqualTo(3);
        assertOneLine("its directory does not exist");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(Path.of(model), empty, full);
        }
    }

    private void assertOneLine(String part) {
        assertThat(err.strip()).startsWith("reparam: ").contains(part).doesNotContain("\n");
    }
}
