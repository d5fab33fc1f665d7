package io.reparam.fold.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.Fold;
import io.reparam.fold.FoldRule;
import io.reparam.fold.FoldTester;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import io.reparam.ortfold.OrtEvaluator;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule on graphs drawn from seeds, against ONNX Runtime without its own optimizations: attributes seldom have their defaults, opsets
 * are 9 to 22, images have one to three dimensions. A rule must fire in its share of the cases, and whatever it does must
 * compute the same, be legal and be done after one time.
 */
class RulePropertyTest {
    private static final int CASES = 40;
    private static final Set<String> INTEGERS = Set.of("Shape", "Gather");

    static Collection<String> rules() {
        return FoldRules.standard().stream().map(FoldRule::name).toList();
    }

    @Test
    void everyRule_hasAProperty() {
        assertThat(rules().stream().filter(rule -> !RuleProperties.ALL.containsKey(rule)))
                .as("rules without drawn graphs: add some to DrawnStructures or DrawnShapes")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_keepsTheNumbers(String rule) {
        RuleProperties property = Objects.requireNonNull(RuleProperties.ALL.get(rule), rule);
        int fired = 0;
        for (long seed = 0; seed < CASES; seed++) {
            long drawn = seed;
            FoldTester folded = atSeed(
                    seed, () -> folded(property.draw().apply(drawn), rule).sameNumbers(1e-5));
            fired += folded.report().foldsByRule().containsKey(rule) ? 1 : 0;
        }
        assertThat(100 * fired / CASES)
                .as("percent of the cases in which %s fired", rule)
                .isGreaterThanOrEqualTo(property.percent());
    }

    /** A value inside of what would be folded is also an output of the graph. */
    @ParameterizedTest
    @MethodSource("rules")
    void rule_keepsWhatIsReadElsewhere(String rule) {
        RuleProperties property = Objects.requireNonNull(RuleProperties.ALL.get(rule), rule);
        for (long seed = 0; seed < CASES / 2; seed++) {
            long drawn = seed;
            atSeed(seed, () -> {
                Graph graph = property.draw().apply(drawn);
                List<Fold> folds = folded(graph, rule).report().folds();
                return folded(alsoOutputs(graph, folds, (int) drawn), rule).sameNumbers(1e-5);
            });
        }
    }

    /** In both branches of an If, which share some constants around it. */
    @ParameterizedTest
    @MethodSource("rules")
    void rule_foldsInABranch(String rule) {
        RuleProperties property = Objects.requireNonNull(RuleProperties.ALL.get(rule), rule);
        for (long seed = 0; seed < CASES / 8; seed++) {
            long drawn = seed;
            atSeed(seed, () -> {
                Graph graph = property.draw().apply(drawn);
                int times = folded(graph, rule).report().foldsByRule().getOrDefault(rule, 0);
                return folded(InBranch.of(graph), rule).fired(rule, 2 * times).sameNumbers(1e-5);
            });
        }
    }

    /** What ONNX Runtime computes beforehand has no other way. */
    private static FoldTester folded(Graph graph, String rule) {
        return rule.equals("ConstantRun")
                ? FoldTester.fold(graph, new OrtEvaluator(), rule)
                : FoldTester.fold(graph, rule);
    }

    private static Graph alsoOutputs(Graph graph, List<Fold> folds, int which) {
        GraphView view = new GraphView(graph, new Constants(new ReferenceEvaluator()));
        List<String> inner = folds.stream()
                .flatMap(fold -> fold.nodes().stream())
                .flatMap(name -> graph.nodes().stream().filter(node -> node.id().equals(name)))
                .filter(node -> !INTEGERS.contains(node.opType()))
                .map(node -> node.output(0))
                .filter(value -> !graph.isOutput(value) && view.rank(value).isPresent())
                .filter(value -> view.type(value).map(ElementType::isReal).orElse(true))
                .toList();
        Graph changed = graph.copy();
        if (!inner.isEmpty()) {
            String value = inner.get(which % inner.size());
            Object[] dims = IntStream.range(0, view.rank(value).orElseThrow())
                    .mapToObj(i -> value + i)
                    .toArray();
            changed.addOutput(Value.tensor(value, ElementType.FLOAT, Dim.list(dims)));
        }
        return changed;
    }

    private static <T> T atSeed(long seed, Supplier<T> check) {
        try {
            return check.get();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
