package io.reparam.fold.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Graph;
import io.reparam.graph.InvalidOnnxException;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Over all of ONNX's own models from Debian's libonnx-testdata, ours derives at least what ONNX's inference does. */
@Tag("onnx-testdata")
class OnnxInferenceTest {
    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    @Test
    void everyModel_isKnownAtLeastAsWellAsToOnnx() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(DATA)) {
            files = all.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        List<String> problems = new ArrayList<>();
        int judged = 0;
        for (Path file : files) {
            Graph graph;
            Graph theirs;
            try {
                graph = untold(OnnxFile.read(file));
                theirs = InferenceJudge.inferredByOnnx(graph);
            } catch (InvalidOnnxException e) {
                continue; // some are there to be refused
            } catch (RuntimeException e) {
                System.out.println("not judged: "
                        + Objects.requireNonNull(file.getParent()).getFileName() + ": " + e.getMessage());
                continue; // newer or older than this version of ONNX infers
            }
            judged++;
            InferenceJudge.problems(graph, theirs)
                    .forEach(problem -> problems.add(
                            Objects.requireNonNull(file.getParent()).getFileName() + ": " + problem));
        }
        System.out.println("judged by ONNX's inference: " + judged + " of " + files.size());
        assertThat(problems).isEmpty();
        assertThat(judged).isGreaterThan(1000);
    }

    /** Without what the file says of the values that it computes. */
    private static Graph untold(Graph graph) {
        Graph copy = graph.copy();
        for (Value output : graph.outputs()) {
            copy.removeOutput(output.name());
        }
        for (Value output : graph.outputs()) {
            copy.addOutput(Value.named(output.name()));
        }
        graph.intermediates().keySet().forEach(name -> copy.putIntermediate(Value.named(name)));
        return copy;
    }
}
