package io.reparam.fold.simplify;

import static io.reparam.fold.FoldTester.fold;
import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Nets as exporters and editors write them, whose sizes are computed while they run although they are known before. */
class ShapeCasesTest {
    private static Graph net(String name) throws IOException {
        String file = "/cases/fold/" + name + ".onnx";
        try (InputStream in = Objects.requireNonNull(ShapeCasesTest.class.getResourceAsStream(file), file)) {
            return OnnxFile.parse(in.readAllBytes(), file);
        }
    }

    @Test
    void heightAndWidthOfAConv_areKnown() throws IOException {
        fold(net("shape-through-conv")).leaves("Conv", "Relu", "AveragePool", "Sigmoid", "Resize", "Mul");
    }

    @Test
    void shapeForTheReshapeBack_isKnown() throws IOException {
        fold(net("groupnorm1-shape-of-conv"))
                .leaves("Conv", "Reshape", "InstanceNormalization", "Reshape", "Mul", "Add");
    }

    @Test
    void classToken_isExpandedBeforeTheNetRuns() throws IOException {
        fold(net("cls-token-expand")).leaves("Conv", "Reshape", "Transpose", "Concat");
    }

    @Test
    void staleShapes_areNotBelievedAndGo() throws IOException {
        Graph source = net("stale_min");
        Graph folded = fold(source).leaves("Relu", "Conv", "Reshape", "Add").graph();
        assertThat(folded.intermediates())
                .hasSizeLessThan(source.intermediates().size());
    }
}
