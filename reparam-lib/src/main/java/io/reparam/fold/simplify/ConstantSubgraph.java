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
import io.reparam.graph.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return view.constantOutputs(node)
                .either(
                        values -> check(node, values, view),
                        reason -> node.is("Constant") // strings and half floats: constant, and nobody computes with it
                                ? RuleVerdict.noMatch()
                                : RuleVerdict.refused(
                                        node.label() + " depends on no input but is not computed: " + reason));
    }

    private static RuleVerdict check(Node node, Map<String, NdArray> values, GraphView view) {
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
        return stored(values, view)
                .then(stored -> ConstantGrowth.allowed(node, stored, view.graph()))
                .either(
                        stored -> RuleVerdict.applicable(List.of(node), edit -> edit.freeze(node, stored)),
                        reason -> RuleVerdict.refused(node.label() + " computes a constant that " + reason));
    }

    /** What the file will hold, by name. */
    private static Result<Map<String, NdArray>> stored(Map<String, NdArray> values, GraphView view) {
        return Result.all(values.entrySet().stream().map(value -> stored(value.getKey(), value.getValue(), view)))
                .map(stored -> {
                    Map<String, NdArray> byName = new LinkedHashMap<>();
                    values.keySet().forEach(name -> byName.put(name, stored.get(byName.size())));
                    return byName;
                });
    }

    private static Result<NdArray> stored(String name, NdArray value, GraphView view) {
        Result<NdArray> exact = Storable.checked(value);
        return exact instanceof Result.Found && !roundingShows(name, view.graph())
                ? exact
                : view.constantInGraphTypes(name).map(Result::found).orElse(exact);
    }

    /** Whether a reader, a constant itself, is left to the runtime because runtimes differ in when they round to 16 bits. */
    private static boolean isJudgedUnrounded(String output, NdArray value, GraphView view) {
        return value.type().isReal()
                && value.type().bytes() == 2
                && view.graph().consumers(output).stream()
                        .anyMatch(reader -> RoundingShows.in(reader) && view.isRefused(reader));
    }

    private static boolean roundingShows(String output, Graph graph) {
        return graph.consumers(output).stream().anyMatch(RoundingShows::in);
    }

    private static boolean endsHere(String output, GraphView view) {
        List<Node> readers = view.graph().consumers(output);
        return readers.stream().anyMatch(reader -> reader.hasSubgraph() || !view.isConstant(reader.output(0)));
    }
}
