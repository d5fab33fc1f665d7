package io.reparam.ortfold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldResult;
import io.reparam.fold.Refusal;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantRunTest {
    private static final Attributes NONE = Attributes.none();

    private final SmallNet net = SmallNet.image(4, 3);

    private static FoldResult fold(Graph graph) {
        return new FoldPipeline(FoldRules.standard(), new OrtEvaluator(Duration.ofMillis(300))).run(graph);
    }

    /** It is folded to these nodes and computes the same. */
    private void leaves(String... opTypes) {
        Graph source = net.build();
        Graph folded = fold(source).graph();
        assertThat(folded.nodes()).extracting(Node::opType).containsExactly(opTypes);
        NativeChecker.check(folded);
        OrtEvaluatorTest.assertSame(source, folded);
    }

    private void refused(String opType, String reason) {
        FoldResult result = fold(net.build());
        assertThat(result.graph().nodes()).extracting(Node::opType).contains(opType);
        assertThat(result.report().refusals())
                .extracting(Refusal::reason)
                .anySatisfy(said -> assertThat(said).contains(opType, reason));
    }

    private String texts(String name, String... values) {
        return net.builder().initializer(Tensor.texts(name, new long[] {values.length}, List.of(values)));
    }

    @Test
    void numbersFromTexts_areComputed() {
        net.builder().node("Cast", "k", NONE.withInt("to", 1), texts("t", "1.5", "-2e-1", "7"));
        net.node("Mul", "y", "x", "k");
        leaves("Mul");
    }

    @Test
    void textsFromNumbers_areComputed() {
        net.builder().initializer("f", new long[] {3}, new float[] {0.1f, 1, 1e-7f});
        net.builder().node("Cast", "s", NONE.withInt("to", 8), "f");
        net.builder().node("Cast", "k", NONE.withInt("to", 1), "s");
        net.node("Mul", "y", "x", "k");
        leaves("Mul");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "", "é", "日本"})
    void textsThatReachAnOutput_areStored(String text) {
        net.node("Relu", "y", "x");
        net.builder().initializer("i", new long[] {1}, new long[] {1});
        net.node("Gather", "g", texts("t", "other", text), "i");
        net.builder().output(Value.tensor("o", ElementType.STRING, Dim.list(2)));
        net.builder().node("Concat", "o", NONE.withInt("axis", 0), "g", "g");
        Node last = fold(net.build()).graph().producer("o").orElseThrow();
        assertThat(last.opType()).isEqualTo("Constant");
        assertThat(last.attributes().getTensor("value").flatMap(Tensor::texts))
                .isEqualTo(Optional.of(List.of(text, text)));
    }

    /** Java would get "a" for the first, and another form of the second. */
    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "😀"})
    void textsThatJavaDoesNotGet_areKept(String text) {
        net.builder().initializer("i", new long[] {1}, new long[] {0});
        net.node("Gather", "g", texts("t", text), "i");
        net.builder().node("Cast", "k", NONE.withInt("to", 1), "g");
        net.node("Mul", "y", "x", "k");
        refused("Gather", "characters that Java does not get");
    }

    /** The parts are stored by no file. */
    @Test
    void whatIsTakenFromASequence_isComputed() {
        net.builder().initializer("one", new long[] {}, new long[] {1});
        net.node("SplitToSequence", "parts", net.normal("w", 3, 1), "one");
        net.node("Mul", "y", "x", net.node("SequenceAt", "k", "parts", "one"));
        leaves("Mul");
    }

    /** One of its outputs is the graph's. */
    @Test
    void whatIsReadAndAGraphOutput_isAConstantNode() {
        net.builder().node("Cast", "k", NONE.withInt("to", 1), texts("t", "1.5"));
        net.builder().output("k", 1);
        net.node("Mul", "y", "x", "k");
        leaves("Constant", "Mul");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5})
    void loopOverConstants_isComputed(long trips) {
        GraphBuilder body = body();
        String next = body.node("Mul", "next", NONE, "state", body.initializer("two", new long[] {}, new float[] {2}));
        loop(body, next, trips);
        leaves("Mul");
    }

    @Test
    void loopThatReadsAnInput_stays() {
        GraphBuilder body = body();
        String next = body.node("Mul", "next", NONE, "state", body.node("ReduceMax", "most", NONE, "x"));
        loop(body, next, 2);
        assertThat(fold(net.build()).graph().nodes()).extracting(Node::opType).contains("Loop");
    }

    @Test
    void loopWithoutEnd_isRefused() {
        GraphBuilder body = body();
        loop(body, body.node("Sin", "next", NONE, "state"), Long.MAX_VALUE);
        refused("Loop", "terminate");
    }

    @Test
    void loopThatDraws_isRefused() {
        GraphBuilder body = body();
        loop(body, body.node("RandomNormalLike", "next", NONE, "state"), 2);
        refused("Loop", "draws random numbers");
    }

    /** The first round is number 0. */
    @Test
    void loopThatMayDivideBy0_isRefused() {
        GraphBuilder body = body();
        String one = body.initializer("one", new long[] {}, new long[] {1});
        String whole = body.node("Div", "whole", NONE, one, "round");
        String next = body.node("Mul", "next", NONE, "state", body.node("Cast", "c", NONE.withInt("to", 1), whole));
        loop(body, next, 1);
        refused("Loop", "divided by 0");
    }

    private static GraphBuilder body() {
        return GraphBuilder.of("body").irVersion(10).opset(17);
    }

    /** What comes of it is a factor for x. */
    private void loop(GraphBuilder body, String next, long trips) {
        String goesOn =
                body.initializer(Tensor.of("goesOn", ElementType.BOOL, new long[] {}, ByteBuffer.wrap(new byte[] {1})));
        body.output(Value.tensor(body.node("Identity", "again", NONE, goesOn), ElementType.BOOL, List.of()));
        body.output(Value.named(next));
        Graph inner = body.buildBody();
        inner.addInput(Value.tensor("round", ElementType.INT64, List.of()));
        inner.addInput(Value.tensor("condition", ElementType.BOOL, List.of()));
        inner.addInput(Value.tensor("state", ElementType.FLOAT, Dim.list(3)));
        net.builder().initializer("trips", new long[] {}, new long[] {trips});
        net.builder().node("Loop", "looped", NONE.withGraph("body", inner), "trips", "", net.normal("w", 3));
        net.node("Mul", "y", "x", "looped");
    }
}
