package io.reparam.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.TypedNets;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardToleranceTest {
    @ParameterizedTest
    @CsvSource({"FLOAT, 1e-5", "DOUBLE, 1e-5", "FLOAT16, 5e-3", "BFLOAT16, 5e-3"})
    void of_type(ElementType type, double tolerance) {
        assertThat(StandardTolerance.of(TypedNets.identity(type))).isEqualTo(tolerance);
    }

    @Test
    void of_halfWeightsBehindACast() {
        Tensor weights = Tensor.rounded("", ElementType.FLOAT16, new long[] {1}, new double[] {2});
        GraphBuilder builder = GraphBuilder.of("mixed").input("x", "N", 2).output("y", "N", 2);
        builder.node("Constant", "w", Attributes.none().withTensor("value", weights));
        builder.node("Cast", "f", Attributes.none().withInt("to", ElementType.FLOAT.code()), "w");
        builder.node("Mul", "y", Attributes.none(), "x", "f");
        Graph graph = builder.build();
        assertThat(StandardTolerance.of(graph)).isEqualTo(5e-3);
    }
}
