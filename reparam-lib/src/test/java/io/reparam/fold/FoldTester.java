package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.NativeChecker;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Folds a graph and asks of the result: what fired, what was refused, is it legal, has it the same inputs and outputs, does it
 * compute the same without ONNX Runtime's own optimizations, and does folding it again leave it alone.
 */
public final class FoldTester {
    private final Graph source;
    private final FoldResult result;

    private FoldTester(Graph source, List<FoldRule> rules, NodeEvaluator evaluator) {
        this.source = source;
        byte[] before = OnnxFile.bytes(source);
        FoldPipeline pipeline = new FoldPipeline(rules, evaluator);
        result = pipeline.run(source);
        assertThat(OnnxFile.bytes(source)).as("the source").isEqualTo(before);
        NativeChecker.check(result.graph());
        assertThat(result.graph().inputs().toString())
                .as("inputs")
                .isEqualTo(
                        source.irVersion() < 4
                                ? result.graph().inputs().toString()
                                : source.inputs().toString());
        assertThat(result.graph().outputs()).as("outputs").isEqualTo(source.outputs());
        assertThat(OnnxFile.bytes(pipeline.run(result.graph()).graph()))
                .as("folded again")
                .isEqualTo(OnnxFile.bytes(result.graph()));
    }

    public static FoldTester fold(Graph graph) {
        return new FoldTester(graph, FoldRules.standard(), new ReferenceEvaluator());
    }

    public static FoldTester fold(Graph graph, FoldRule... rules) {
        return new FoldTester(graph, List.of(rules), new ReferenceEvaluator());
    }

    /** Only these of the standard rules. */
    public static FoldTester fold(Graph graph, String... rules) {
        return fold(graph, new ReferenceEvaluator(), rules);
    }

    /** The same with what computes constants. */
    public static FoldTester fold(Graph graph, NodeEvaluator evaluator, String... rules) {
        return new FoldTester(graph, FoldRules.selected(List.of(rules), List.of()), evaluator);
    }

    public FoldReport report() {
        return result.report();
    }

    public Graph graph() {
        return result.graph();
    }

    public FoldTester fired(String rule, int times) {
        assertThat(report().foldsByRule().getOrDefault(rule, 0)).as(rule).isEqualTo(times);
        return this;
    }

    public FoldTester nothingFired() {
        assertThat(report().folds()).isEmpty();
        assertThat(OnnxFile.bytes(graph())).as("the graph").isEqualTo(OnnxFile.bytes(source));
        return this;
    }

    public FoldTester leaves(String... opTypes) {
        assertThat(graph().nodes().stream().map(Node::opType)).containsExactly(opTypes);
        return this;
    }

    public FoldTester refused(String... parts) {
        assertThat(report().refusals().stream().map(Refusal::reason))
                .anySatisfy(reason -> assertThat(reason).contains(parts));
        return this;
    }

    /** The largest difference of any output over the largest output, on N(0,1) inputs, is at most this. */
    public FoldTester sameNumbers(double tolerance) {
        try (OrtModel a = new OrtModel(OnnxFile.bytes(source), SessionSettings.reference(1));
                OrtModel b = new OrtModel(OnnxFile.bytes(graph()), SessionSettings.reference(1))) {
            Map<String, FloatTensor> feeds;
            Map<String, FloatTensor> expected;
            try {
                feeds = feeds(2, 3, 5);
                expected = a.run(feeds);
            } catch (OrtModelException e) { // sizes that must be equal have different names
                feeds = feeds(2);
                expected = a.run(feeds);
            }
            Map<String, FloatTensor> actual = b.run(feeds);
            expected.forEach((name, tensor) -> {
                float[] reference = tensor.toArray();
                float[] candidate = Objects.requireNonNull(actual.get(name)).toArray();
                double largest = 0;
                double difference = 0;
                for (int i = 0; i < reference.length; i++) {
                    if (reference[i] == candidate[i] && Float.isInfinite(reference[i])) {
                        continue; // a mask
                    }
                    largest = Math.max(largest, Math.abs(reference[i]));
                    difference = Math.max(difference, Math.abs((double) reference[i] - candidate[i]));
                }
                assertThat(difference).as(name).isLessThanOrEqualTo(tolerance * largest);
            });
        }
        return this;
    }

    /**
     * N(0,1).
     *
     * @param sizes of free dimensions, in turn; those of one name have one size
     */
    private Map<String, FloatTensor> feeds(long... sizes) {
        Map<String, FloatTensor> feeds = new HashMap<>();
        Map<String, Long> named = new HashMap<>();
        Random random = new Random(1);
        AtomicInteger free = new AtomicInteger();
        for (Value input : source.inputs()) {
            if (!source.initializers().containsKey(input.name())) {
                feeds.put(
                        input.name(),
                        normal(
                                input.dims().orElseThrow().stream()
                                        .mapToLong(dim -> dim instanceof Dim.Fixed fixed && fixed.size() > 0
                                                ? fixed.size()
                                                : named.computeIfAbsent(
                                                        dim instanceof Dim.Named n ? n.name() : "free" + free.get(),
                                                        name -> sizes[free.getAndIncrement() % sizes.length]))
                                        .toArray(),
                                random));
            }
        }
        return feeds;
    }

    private static FloatTensor normal(long[] dims, Random random) {
        FloatTensor tensor = FloatTensor.zeros(dims);
        for (int i = 0; i < tensor.data().capacity(); i++) {
            tensor.data().put(i, (float) random.nextGaussian());
        }
        return tensor;
    }
}
