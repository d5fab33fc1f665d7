package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.RoundingShows;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces a branch that depends on no input by its value: an attention module that is fed a learnt constant, a Constant node, a
 * shape computation.
 *
 * <p>Pattern: a node whose inputs are all constant and whose output somebody reads who is not constant; the rest of the branch
 * becomes unused with it. The branch is computed in float64 and rounded once, here; as the graph's own types have it where
 * a reader would show the difference, and where it is not finite.
 *
 * <p>Refused when no evaluator knows the operator, or when the file would grow by more than {@link ConstantGrowth} allows.
 * A branch that ends in a graph output becomes a Constant, for its name must stay a node's.
 */
public final class ConstantSubgraph implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op();
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<String> unsupported = view.unsupported(node);
        if (unsupported.isPresent()) {
            return node.is("Constant") // strings and half floats: a constant already, and nobody computes with it
                    ? RuleVerdict.noMatch()
                    : RuleVerdict.refused(
                            node.label() + " depends on no input but is not computed: " + unsupported.get());
        }
        Map<String, NdArray> values = new LinkedHashMap<>();
        for (String output : node.outputs()) {
            view.constant(output).ifPresent(value -> values.put(output, value));
        }
        boolean ends = values.keySet().stream().anyMatch(view.graph()::isOutput);
        if (values.isEmpty()
                || ends && (node.is("Constant") || node.is("Identity")) // which would be a copy of what others read
                || !ends && values.keySet().stream().noneMatch(output -> endsHere(output, view))) {
            return RuleVerdict.noMatch();
        }
        if (values.entrySet().stream().anyMatch(value -> isJudgedUnrounded(value.getKey(), value.getValue(), view))) {
            return RuleVerdict.refused(
                    node.label() + " computes 16-bit numbers whose rounding a reader may show or not");
        }
        Optional<String> problem = Optional.empty();
        for (Map.Entry<String, NdArray> value : values.entrySet()) {
            Optional<String> unstorable = Storable.problem(value.getValue());
            Optional<NdArray> asComputed = unstorable.isPresent() || roundingShows(value.getKey(), view.graph())
                    ? view.constantInGraphTypes(value.getKey())
                    : Optional.empty();
            asComputed.ifPresent(value::setValue);
            problem = problem.or(() -> asComputed.isPresent() ? Optional.empty() : unstorable);
        }
        return problem.or(() -> ConstantGrowth.problem(node, values.values(), view.graph()))
                .map(reason -> RuleVerdict.refused(node.label() + " computes a constant that " + reason))
                .orElseGet(() -> RuleVerdict.applicable(List.of(node), edit -> edit.freeze(node, values)));
    }

    /** Whether a reader, a constant itself, is left to the runtime because runtimes differ in when they round to 16 bits. */
    private static boolean isJudgedUnrounded(String output, NdArray value, GraphView view) {
        return value.type().isReal()
                && value.type().bytes() == 2
                && view.graph().consumers(output).stream()
                        .anyMatch(reader -> RoundingShows.in(reader)
                                && view.unsupported(reader).isPresent());
    }

    private static boolean roundingShows(String output, Graph graph) {
        return graph.consumers(output).stream().anyMatch(RoundingShows::in);
    }

    private static boolean endsHere(String output, GraphView view) {
        List<Node> readers = view.graph().consumers(output);
        return readers.stream().anyMatch(reader -> reader.hasSubgraph() || !view.isConstant(reader.output(0)));
    }
}
