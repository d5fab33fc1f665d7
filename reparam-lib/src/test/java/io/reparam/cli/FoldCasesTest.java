package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.OptimizedGraph;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small graphs that exporters, editors and other tools' users have made, folded and proved with default options. */
class FoldCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/fold");

    @TempDir
    Path directory;

    private String out = "";

    private int fold(String file, String... options) {
        StringWriter printed = new StringWriter();
        List<String> words =
                new ArrayList<>(List.of("fold", CASES.resolve(file + ".onnx").toString()));
        words.addAll(List.of("-o", folded().toString()));
        words.addAll(List.of(options));
        int code = ReparamCommand.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute(words.toArray(String[]::new));
        out = printed.toString();
        return code;
    }

    private Path folded() {
        return directory.resolve("folded.onnx");
    }

    /** File, and how many nodes may stay at most. */
    @ParameterizedTest
    @CsvSource({
        "affine-before-linear, 4",
        "argmax_output, 2",
        "avgpool-scale-slice-conv, 2",
        "batchnorm-behind-reshape, 3",
        "bn12_train_export, 2",
        "cast_after_f32_mul, 1",
        "cls-token-expand, 4",
        "dup_output, 1",
        "empty_batch, 1",
        "empty_images, 1",
        "empty_part, 1",
        "empty_rows, 1",
        "empty_strings, 1",
        "groupnorm1-shape-of-conv, 6",
        "half_chain, 8",
        "int32_wrap, 1",
        "int64_beyond_2_53, 2",
        "int64_input, 3",
        "loop_if_constant, 1",
        "lstm_state, 5",
        "ml_ops, 3",
        "neginf_mask, 1",
        "negative_var_bn, 2",
        "nested_functions, 8",
        "no_inputs, 2",
        "no_shape_input_size, 1",
        "norm_on_constant_image, 2",
        "q-scale-from-qkv, 15",
        "rmsnorm-written-out, 8",
        "scan_constant, 1",
        "sequence_output, 3",
        "shape-through-conv, 6",
        "stale_min, 4",
        "string_constant_output, 2",
        "string_tensor, 6",
        "strings_chosen, 1",
        "strings_from_numbers, 1",
        "strings_in_if, 1",
        "strings_reshaped, 1",
        "subgraph_name_clash_min, 7",
        "uint8_image_input, 3"
    })
    void fold_isProved_leavesAtMost_andNoMoreForOnnxRuntime(String file, int nodes) throws IOException {
        assertThat(fold(file)).as(out).isEqualTo(ExitCode.OK);
        assertThat(out).contains("EQUIVALENT");
        Graph after = OnnxFile.read(folded());
        assertThat(after.nodes()).hasSizeLessThanOrEqualTo(nodes);
        assertThat(OptimizedGraph.operators(after))
                .as("what ONNX Runtime runs at its highest level")
                .hasSizeLessThanOrEqualTo(OptimizedGraph.operators(OnnxFile.read(CASES.resolve(file + ".onnx")))
                        .size());
    }

    @Test
    void inputWithoutShape_takesTheSizeThatIsSaid() {
        assertThat(fold("no_shape_input_size", "--size", "8x8")).as(out).isEqualTo(ExitCode.OK);
        assertThat(out).contains("8, 8");
    }

    @Test
    void oldTrainingMode_stays_andIsNamed() {
        fold("bn12_train_export");
        assertThat(out).contains("before opset 14 that is training mode");
    }

    /** ONNX Runtime does not load the original, so nothing can be compared; what is written has the type. */
    @Test
    void attributeWithoutType_isReadByWhatIsSet() throws IOException {
        assertThat(fold("attr_untyped")).isEqualTo(ExitCode.BAD_FILE);
        assertThat(folded()).doesNotExist();
        assertThat(fold("attr_untyped", "--no-verify")).isEqualTo(ExitCode.OK);
        assertThat(OptimizedGraph.operators(OnnxFile.read(folded()))).isNotEmpty();
    }

    @Test
    void everyFile_isTried() throws IOException {
        Set<String> tried = Stream.of(FoldCasesTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(CsvSource.class))
                .flatMap(method ->
                        Stream.of(method.getAnnotation(CsvSource.class).value()))
                .map(line -> line.substring(0, line.indexOf(',')) + ".onnx")
                .collect(Collectors.toSet());
        tried.add("attr_untyped.onnx");
        try (Stream<Path> files = Files.list(CASES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(tried);
        }
    }
}
