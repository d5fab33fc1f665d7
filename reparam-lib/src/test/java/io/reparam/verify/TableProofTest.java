package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings, of which an input chooses rows. */
class TableProofTest {
    private static final CheckPlan PLAN = CheckPlan.of(5, 1);
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), PLAN);

    /** {@code y = table[ids] + factor table[ids]}. */
    private static Graph embedding(int rows, int changed, float by, Object... ids) {
        float[] table = new float[2 * rows];
        for (int i = 0; i < table.length; i++) {
            table[i] = (i * 7 % 11 - 5) / 20f + (i / 2 == changed ? by : 0);
        }
        GraphBuilder builder = GraphBuilder.of("e").output("y", "N", 2);
        builder.node("Gather", "rows", Attributes.none(), "table", "ids");
        builder.node("Tanh", "y", Attributes.none(), "rows");
        Graph graph = builder.buildBody();
        graph.addInput(Value.tensor("ids", ElementType.INT64, Dim.list(ids)));
        graph.putInitializer(Tensor.of("table", new long[] {rows, 2}, table));
        return graph;
    }

    private static EquivalenceReport compare(Graph one, Graph other) {
        return CHECK.run(OnnxFile.bytes(one), OnnxFile.bytes(other), null);
    }

    /** One row of very many, and the last one of a few: all images are of words that there are. */
    @ParameterizedTest
    @CsvSource({"30522, 20000", "50, 49", "3, 0"})
    void rowThatDiffers_isFound(int rows, int changed) {
        Graph table = embedding(rows, changed, 0, "N", "T");
        EquivalenceReport same = compare(table, table);
        assertThat(same.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(same.untaken()).isEmpty();
        assertThat(same.comparisons().get(0).images()).isEqualTo(5);
        EquivalenceReport other = compare(table, embedding(rows, changed, 1, "N", "T"));
        assertThat(other.verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void shapeForAnInputThatIsNotThere() {
        byte[] model = OnnxFile.bytes(embedding(50, 0, 0, "N", "T"));
        CheckPlan misspelt = PLAN.withShapes(Map.of("id", List.of(1L, 8L)));
        EquivalenceReport report = new EquivalenceCheck(new Tolerance(1e-5, true), misspelt).run(model, model, null);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.reason()).contains("--shape names 'id', which is no input; the inputs are [ids]");
    }

    @ParameterizedTest
    @CsvSource({"8, EQUIVALENT", "9, UNDECIDED"})
    void sizeThatIsFixed(int size, Verdict verdict) {
        byte[] model = OnnxFile.bytes(embedding(50, 0, 0, "N", 8));
        CheckPlan sized = PLAN.withSizes(List.of(List.of(size)));
        assertThat(new EquivalenceCheck(new Tolerance(1e-5, true), sized)
                        .run(model, model, null)
                        .verdict())
                .isEqualTo(verdict);
    }
}
