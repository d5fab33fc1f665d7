package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.reparam.cli.MutatedModel.Mutation;
import io.reparam.fold.SmallNet;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Valid files with faults through the whole command with proof: each is folded, refused as a file, or left undecided;
 * the program never fails, hangs, or leaves something behind that it did not prove.
 */
class FoldMutationsTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final int FEW = 100; // in a few seconds
    private static final double MOST_SECONDS = 60;

    @TempDir
    Path directory;

    @Test
    void mutatedFile_isFoldedOrRefused() throws IOException {
        assertThat(run(FEW, 18)).containsKeys(ExitCode.OK, ExitCode.BAD_FILE);
    }

    /** {@code mvn verify -Dtest.without.time= -Dtest=FoldMutationsTest}; {@code -Dtest.jvm=-Dmutations.seed=2} takes others. */
    @Test
    @Tag("long")
    void thousandsOfMutatedFiles_areFoldedOrRefused() throws IOException {
        assertThat(run(Integer.getInteger("mutations", 2_000), Integer.getInteger("mutations.seed", 1)))
                .containsKeys(ExitCode.OK, ExitCode.BAD_FILE);
    }

    @Test
    void thirdInputOfSum_isRefused() throws IOException {
        ModelProto.Builder model = model("affine-before-linear");
        model.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Add"))
                .forEach(node -> node.addInput(node.getInput(0)));
        assertThat(code(model)).isEqualTo(ExitCode.BAD_FILE);
    }

    /** A constant of 4 is added to 8 numbers a row: no constant is made of both. */
    @Test
    void constantsThatDoNotBroadcast_areRefused() throws IOException {
        SmallNet net = SmallNet.rows("N", "W");
        net.node("Add", "sum", "x", net.normal("four", 4));
        net.node("Add", "y", "sum", net.normal("eight", 8));
        assertThat(code(ModelProto.parseFrom(OnnxFile.bytes(net.build())).toBuilder()))
                .isEqualTo(ExitCode.BAD_FILE);
    }

    /** A Reshape of three numbers to one: no fold follows the numbers into what cannot hold them. */
    @Test
    void numbersThatDoNotFillTheirShape_areNotFollowed() throws IOException {
        ModelProto.Builder model = model("cls-token-expand");
        model.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Where"))
                .forEach(node -> node.setOpType("Reshape"));
        assertThat(code(model)).isEqualTo(ExitCode.BAD_FILE);
    }

    /**
     * The class token is expanded to no images: ONNX Runtime passes over such a part of a Concat when it runs, but does not load a
     * file that says its size. Nothing is written.
     */
    @Test
    void emptyPartOfAConcat_isNotProved() throws IOException {
        ModelProto.Builder model = model("cls-token-expand");
        model.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Gather"))
                .forEach(node -> node.setInput(0, "r1"));
        assertThat(code(model)).isEqualTo(ExitCode.FAILED);
    }

    /** ONNX Runtime does not mind: what calls them is not inlined, and they stay with what they call. */
    @Test
    void functionsForAnotherVersion_areKept() throws IOException {
        ModelProto.Builder model = model("nested_functions");
        model.getOpsetImportBuilderList().stream()
                .filter(opset -> opset.getDomain().equals("my"))
                .forEach(opset -> opset.setVersion(6));
        assertThat(code(model)).isEqualTo(ExitCode.OK);
    }

    private static ModelProto.Builder model(String file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(CASES.resolve("fold/" + file + ".onnx"))).toBuilder();
    }

    private int code(ModelProto.Builder model) throws IOException {
        Fault fault = new Fault("0 one");
        int code = fault.fold(model.build().toByteArray());
        assertThat(fault.found).isEmpty();
        return code;
    }

    /** How often each exit code came. */
    private Map<Integer, Integer> run(int mutations, int seed) throws IOException {
        List<Path> files = files();
        Map<Integer, Integer> codes = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < mutations; i++) {
            Path file = files.get(i % files.size());
            Mutation mutation = MutatedModel.of(Files.readAllBytes(file), new Random(seed * 1_000_003L + i));
            Fault fault = new Fault(i + " " + file.getFileName() + " (" + mutation.what() + ")");
            codes.merge(fault.fold(mutation.onnx()), 1, Integer::sum);
            faults.addAll(fault.found);
        }
        System.out.println("exit codes of " + mutations + " mutations: " + codes);
        assertThat(faults).isEmpty();
        return codes;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String kind : List.of("fold", "mutate")) {
            try (Stream<Path> listed = Files.list(CASES.resolve(kind))) {
                listed.sorted().forEach(files::add);
            }
        }
        return files;
    }

    /** One run of the command, and what was wrong with it. */
    private final class Fault {
        private final String what;
        private final List<String> found = new ArrayList<>();

        private Fault(String what) {
            this.what = what;
        }

        private int fold(byte[] onnx) throws IOException {
            Path place = Files.createDirectory(directory.resolve("m" + what.substring(0, what.indexOf(' '))));
            Path net = Files.write(place.resolve("net.onnx"), onnx);
            StringWriter out = new StringWriter();
            long start = System.nanoTime();
            int code = ReparamCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(out, true))
                    .execute(
                            "fold",
                            net.toString(),
                            "-o",
                            place.resolve("out.onnx").toString());
            double seconds = (System.nanoTime() - start) / 1e9;
            String said = out.toString();
            check(
                    List.of(ExitCode.OK, ExitCode.FAILED, ExitCode.BAD_FILE, ExitCode.UNDECIDED)
                            .contains(code),
                    said);
            check(!said.contains("java.") && !said.contains("\tat "), said);
            check(!said.isBlank() && said.length() < 8_000, said.length() + " characters");
            check(seconds < MOST_SECONDS, seconds + " s");
            List<String> left = new ArrayList<>();
            try (Stream<Path> files = Files.list(place)) {
                files.map(path -> path.getFileName().toString()).sorted().forEach(left::add);
            }
            check(
                    left.equals(
                            code == ExitCode.OK
                                    ? List.of("net.onnx", "out.certificate.json", "out.onnx")
                                    : List.of("net.onnx")),
                    code + " leaves " + left);
            if (Boolean.getBoolean("mutations.trace")) {
                System.out.printf("%d %.1f s %s: %s%n", code, seconds, what, said.replaceAll("\\s+", " "));
            }
            return code;
        }

        private void check(boolean right, String said) {
            if (!right) {
                found.add(what + ": " + said.strip());
            }
        }
    }
}
