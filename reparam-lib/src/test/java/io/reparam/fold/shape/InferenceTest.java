package io.reparam.fold.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {
    private static final Attributes NONE = Attributes.none();

    private static GraphBuilder image() {
        GraphBuilder net = GraphBuilder.of("net").input("x", "N", 3, "H", 32);
        net.initializer("w", new long[] {8, 3, 3, 3}, new float[8 * 27]);
        return net;
    }

    private static Fact of(GraphBuilder net, String value) {
        return new Inference(net.output(Value.named(value)).build()).of(value);
    }

    private static Attributes stride2() {
        return NONE.withInts("strides", 2, 2).withInts("pads", 1, 1, 1, 1);
    }

    @Test
    void conv_ofFreeHeight_keepsItsName() {
        GraphBuilder net = image();
        net.node("Conv", "y", stride2(), "x", "w");
        assertThat(of(net, "y").dims()).hasToString("['N', 8, floor('H'+1,2), 16]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Selu", "Softplus", "Elu", "Mish", "HardSwish", "Softsign", "Celu", "Sin", "Round", "Identity"})
    void elementwise_keepsShapeAndType(String operator) {
        GraphBuilder net = image();
        net.node("Conv", "y", stride2(), "x", "w");
        net.node(operator, "z", NONE, "y");
        Inference inference = new Inference(net.output(Value.named("z")).build());
        assertThat(inference.of("z").dims()).isEqualTo(inference.of("y").dims());
        assertThat(inference.of("z").type()).isEqualTo(ElementType.FLOAT);
    }

    /** A faulty file: as many numbers as a row and an entry have would not fit the shape. */
    @Test
    void concat_ofOtherNumbersOfDimensions_saysNothing() {
        GraphBuilder net = image();
        net.initializer("row", new long[] {1, 4}, new long[] {1, 2, 3, 4});
        net.initializer("entry", new long[] {1}, new long[] {5});
        net.node("Concat", "z", NONE.withInt("axis", 0), "row", "entry");
        Fact fact = of(net, "z");
        assertThat(fact.elements()).isNull();
        assertThat(fact.dims()).isNull();
    }

    @Test
    void samePadding_asExportersComputeIt_isKnown() {
        GraphBuilder net = image();
        net.initializer("three", new long[] {1}, new long[] {3});
        net.initializer("two", new long[] {1}, new long[] {2});
        net.initializer("one", new long[] {1}, new long[] {1});
        net.node("Shape", "shape", NONE, "x");
        net.node("Gather", "width", NONE, "shape", "three");
        net.node("Add", "sum", NONE, "width", "one");
        net.node("Div", "half", NONE, "sum", "two");
        net.node("Sub", "less", NONE, "half", "one");
        net.node("Mul", "twice", NONE, "less", "two");
        net.node("Add", "reach", NONE, "twice", "three");
        net.node("Sub", "padding", NONE, "reach", "width");
        assertThat(of(net, "padding").elements()).containsExactly(Size.of(1));
    }

    @Test
    void expandOfPyTorch_choosesByEqual_isFollowed() {
        GraphBuilder net = image();
        net.initializer("token", new long[] {1, 1, 8}, new float[8]);
        net.initializer("first", new long[] {1}, new long[] {0});
        net.initializer("rest", new long[] {2}, new long[] {-1, -1});
        net.initializer("minus", new long[] {3}, new long[] {-1, -1, -1});
        net.initializer("ones", new long[] {3}, new long[] {1, 1, 1});
        net.node("Shape", "shape", NONE, "x");
        net.node("Gather", "batch", NONE, "shape", "first");
        net.node("Concat", "wish", NONE.withInt("axis", 0), "batch", "rest");
        net.node("Equal", "open", NONE, "wish", "minus");
        net.node("Where", "sizes", NONE, "open", "ones", "wish");
        net.node("Expand", "y", NONE, "token", "sizes");
        assertThat(of(net, "y").dims()).hasToString("['N', 1, 8]");
    }

    @Test
    void reshape_leavesWhatIsLeft() {
        GraphBuilder net = image();
        net.initializer("to", new long[] {3}, new long[] {0, -1, 6});
        net.node("Reshape", "y", NONE, "x", "to");
        assertThat(of(net, "y").dims()).hasToString("['N', 16*'H', 6]");
    }

    @Test
    void valueInfo_againstTheInput_isNotBelieved() {
        GraphBuilder net = image();
        net.node("Conv", "y", stride2(), "x", "w");
        Graph graph = net.output(Value.named("y")).build();
        graph.putIntermediate(Value.tensor("y", ElementType.DOUBLE, Dim.list(1, 99, 99, 99)));
        assertThat(new Inference(graph).of("y").dims()).hasToString("['N', 8, floor('H'+1,2), 16]");
        assertThat(new Inference(graph).of("y").type()).isEqualTo(ElementType.FLOAT);
    }

    @Test
    void valueInfo_whereNothingElseTells_counts() {
        GraphBuilder net = GraphBuilder.of("net").input("x", "N", 4);
        net.node("NonZero", "y", NONE, "x");
        Graph graph = net.output(Value.named("y")).build();
        graph.putIntermediate(Value.tensor("y", ElementType.INT64, Dim.list(2, 5)));
        assertThat(new Inference(graph).of("y").dims()).hasToString("[2, 5]");
    }

    @Test
    void inputWithoutShape_staysUnknown() {
        Graph graph = GraphBuilder.of("net")
                .input("x", 1)
                .output("y", 1)
                .node(Node.of("y", "Relu", List.of("x"), List.of("y"), NONE))
                .build();
        graph.removeInput("x").addInput(Value.named("x"));
        graph.removeOutput("y").addOutput(Value.named("y"));
        assertThat(new Inference(graph).of("y").dims()).isNull();
    }

    @Test
    void chainOf20000Nodes_fitsTheStack() {
        GraphBuilder net = image();
        String value = "x";
        for (int i = 0; i < 20_000; i++) {
            value = net.node("Relu", "r" + i, NONE, value);
        }
        assertThat(of(net, value).size(1)).hasValue(3);
    }

    @Test
    void nominalSizes_fillFreeDimensions() {
        GraphBuilder net = image();
        net.node("Conv", "y", stride2(), "x", "w");
        Graph graph = net.output(Value.named("y")).build();
        NominalSizes sizes = new NominalSizes(graph, new Inference(graph), 2, 224);
        assertThat(sizes.of("y")).contains(new long[] {2, 8, 112, 16});
        assertThat(sizes.of("nothing")).isEqualTo(Optional.empty());
        assertThat(new Inference(graph).of("y").size(0)).isEqualTo(OptionalLong.empty());
    }
}
