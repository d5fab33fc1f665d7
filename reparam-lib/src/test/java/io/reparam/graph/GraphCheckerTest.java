package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {
    private final GraphBuilder builder = GraphBuilder.of("g").input("x", "N", 2).output("y", "N", 2);

    @Test
    void build_legal() {
        builder.node("Relu", "y", Attributes.none(), "x");
        assertThat(GraphChecker.problems(builder.build())).isEmpty();
    }

    @Test
    void build_undefinedInput() {
        builder.node("Relu", "y", Attributes.none(), "z");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalGraphException.class)
                .hasMessage("graph 'g' is not legal: Relu 'y' reads 'z', which is not defined");
    }

    @Test
    void build_usedBeforeItIsComputed() {
        builder.node("Relu", "y", Attributes.none(), "z");
        builder.node("Sigmoid", "z", Attributes.none(), "x");
        assertThatThrownBy(builder::build).hasMessageContaining("reads 'z', which is computed only after it");
    }

    @Test
    void build_computedTwice() {
        builder.node("Relu", "y", Attributes.none(), "x");
        builder.node(Node.of("other", "Sigmoid", List.of("x"), List.of("y"), Attributes.none()));
        assertThatThrownBy(builder::build)
                .hasMessageContaining("Sigmoid 'other' computes 'y', which is already defined");
    }

    @Test
    void build_outputMissing() {
        builder.node("Relu", "z", Attributes.none(), "x");
        assertThatThrownBy(builder::build).hasMessageContaining("output 'y' is not computed");
    }

    @Test
    void build_sameNodeName() {
        builder.node("Relu", "z", Attributes.none(), "x");
        builder.node(Node.of("z", "Relu", List.of("z"), List.of("y"), Attributes.none()));
        assertThatThrownBy(builder::build).hasMessageContaining("two nodes have the name 'z'");
    }

    @Test
    void build_unknownDomain() {
        builder.node(new Node("n", "Fancy", "com.example", List.of("x"), List.of("y"), Attributes.none(), null));
        assertThatThrownBy(builder::build).hasMessageContaining("for which the model imports no opset");
    }
}
