package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attribute;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFoldsTest {
    private static final Attributes NONE = Attributes.none();

    @ParameterizedTest
    @ValueSource(longs = {0, 3})
    void loop_foldsInItsBodyWhateverTheTripCount(long trips) {
        SmallNet net = SmallNet.rows(2, 4);
        String w = net.normal("w", 4, 4);
        String factor = net.normal("factor", 4);
        GraphBuilder body = body();
        String product = body.node("MatMul", "product", NONE, "state", w);
        state(body, body.node("Mul", "scaled", NONE, product, factor));
        loop(net, body, trips, Value.tensor("y", ElementType.FLOAT, Dim.list(2, 4)));
        FoldTester folded =
                FoldTester.fold(net.build()).fired("ChannelScaleIntoMatMul", 1).sameNumbers(1e-5);
        assertThat(folded.report().before().nodes() - folded.report().after().nodes())
                .as("nodes in bodies count")
                .isEqualTo(2);
        assertThat(folded.graph().initializers())
                .as("the factor is read no more")
                .doesNotContainKey("factor");
    }

    /** The state is doubled each round: its first size and what the body says of it hold for one round only. */
    @Test
    void loop_believesNoSizeThatARoundChanges() {
        SmallNet net = SmallNet.rows(1, 4);
        GraphBuilder body = body();
        String asked = body.node("Shape", "asked", NONE, "state");
        String size = body.node(
                "Gather", "size", NONE, asked, net.builder().initializer("first", new long[] {}, new long[] {0}));
        String many = body.node("Cast", "many", NONE.withInt("to", ElementType.FLOAT.code()), size);
        state(
                body,
                body.node(
                        "Mul",
                        "scaled",
                        NONE,
                        body.node("Concat", "twice", NONE.withInt("axis", 0), "state", "state"),
                        many));
        loop(net, body, 3, Value.tensor("y", ElementType.FLOAT, Dim.list("A", 4)));
        FoldTester.fold(net.build())
                .fired("KnownSize", 0)
                .fired("ConstantSubgraph", 0)
                .sameNumbers(0);
    }

    @Test
    void scan_keepsAConstantThatTheGraphAroundReads() {
        SmallNet net = SmallNet.rows(3, 4);
        String w = net.normal("w", 4, 4);
        GraphBuilder body = GraphBuilder.of("each").irVersion(10).opset(17);
        body.input("row", 4);
        String product = body.node("MatMul", "product", NONE, body.node("Unsqueeze", "one", NONE, "row", "axis"), w);
        body.initializer("axis", new long[] {1}, new long[] {0});
        String scaled =
                body.node("Mul", "scaled", NONE, product, body.initializer("two", new long[] {1}, new float[] {2}));
        body.output(Value.named(scaled));
        net.builder().opset(17);
        Attributes attributes = NONE.withInt("num_scan_inputs", 1).withGraph("body", body.buildBody());
        net.builder().node("Scan", "scanned", attributes, "x");
        String rows = net.builder()
                .node(
                        "Squeeze",
                        "rows",
                        NONE,
                        "scanned",
                        net.builder().initializer("second", new long[] {1}, new long[] {1}));
        net.builder().node("Add", "y", NONE, rows, net.builder().node("MatMul", "other", NONE, "x", w));
        FoldTester folded =
                FoldTester.fold(net.build()).fired("ChannelScaleIntoMatMul", 1).sameNumbers(1e-5);
        assertThat(folded.graph().initializers()).containsKey("w");
        Node scan = folded.graph().producer("scanned").orElseThrow();
        Graph inside = ((Attribute.Opaque)
                        Objects.requireNonNull(scan.attributes().asMap().get("body")))
                .graphs(folded.graph())
                .get(0);
        assertThat(inside.initializers().keySet()).contains("w_1").doesNotContain("w");
    }

    /** A round of one is several of the next: what the inner ones carry cannot be followed round by round. */
    @Test
    @Timeout(30)
    void loopsWithinLoops_areInferredInTime() {
        SmallNet net = SmallNet.rows(1, 4);
        net.builder().initializer("trips", new long[] {}, new long[] {1});
        Graph inner = null;
        for (int level = 14; level > 0; level--) {
            GraphBuilder body = body();
            String state = "state" + level;
            String next = inner == null
                    ? body.node("Concat", "twice", NONE.withInt("axis", 0), state, state)
                    : body.node("Loop", "looped" + level, NONE.withGraph("body", inner), "trips", "", state);
            String goesOn = "goesOn" + level;
            body.initializer(Tensor.of(goesOn, ElementType.BOOL, new long[] {}, ByteBuffer.wrap(new byte[] {1})));
            String again = body.node("Identity", "again" + level, NONE, goesOn);
            body.output(Value.tensor(again, ElementType.BOOL, List.of()));
            body.output(Value.named(body.node("Relu", "next" + level, NONE, next)));
            inner = body.buildBody();
            inner.addInput(Value.tensor("round" + level, ElementType.INT64, List.of()));
            inner.addInput(Value.tensor("condition" + level, ElementType.BOOL, List.of()));
            inner.addInput(Value.tensor(state, ElementType.FLOAT, Dim.list("A", 4)));
        }
        net.builder().node("Loop", "looped", NONE.withGraph("body", Objects.requireNonNull(inner)), "trips", "", "x");
        net.builder().node("Identity", "y", NONE, "looped");
        FoldTester.fold(net.build()).sameNumbers(0);
    }

    private static GraphBuilder body() {
        return GraphBuilder.of("body").irVersion(10).opset(17);
    }

    /** One state, which goes on in any case; the body says of it what is true of the first round. */
    private static void state(GraphBuilder body, String next) {
        String goesOn =
                body.initializer(Tensor.of("goesOn", ElementType.BOOL, new long[] {}, ByteBuffer.wrap(new byte[] {1})));
        body.output(Value.tensor(body.node("Identity", "again", NONE, goesOn), ElementType.BOOL, List.of()));
        body.output(Value.named(next));
    }

    private static void loop(SmallNet net, GraphBuilder body, long trips, Value output) {
        Graph inner = body.buildBody();
        inner.addInput(Value.tensor("round", ElementType.INT64, List.of()));
        inner.addInput(Value.tensor("condition", ElementType.BOOL, List.of()));
        inner.addInput(Value.tensor(
                "state",
                ElementType.FLOAT,
                Dim.list(output.dims().orElseThrow().get(0) instanceof Dim.Fixed ? 2 : 1, 4)));
        net.builder().opset(17).initializer("trips", new long[] {}, new long[] {trips});
        net.builder().node("Loop", "looped", NONE.withGraph("body", inner), "trips", "", "x");
        net.builder().node("Identity", "y", NONE, "looped");
    }
}
