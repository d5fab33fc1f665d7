package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.RandomOperators;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attribute;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets two nodes that compute the same be one: exporters write the same Shape, Gather and Unsqueeze again for every reader.
 *
 * <p>Pattern: two nodes of one operator with equal attributes, outputs and inputs; inputs are equal by name, or as integer constants
 * (axes, shapes) of equal values. The later node goes, its readers read the earlier one.
 *
 * <p>Not done for operators that draw random numbers, for nodes with subgraphs, and where the later node's outputs are graph
 * outputs.
 */
public final class CommonSubexpression implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op();
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        if (!node.domain().isEmpty()
                || RandomOperators.has(node, view.graph().opset())
                || hasOpaque(node)
                || isNeeded(node, view)) {
            return RuleVerdict.noMatch();
        }
        return node.inputs().stream()
                .filter(name -> !name.isEmpty() && !view.isConstant(name))
                .findFirst()
                .flatMap(name -> earlier(node, name, view))
                .map(twin -> RuleVerdict.applicable(List.of(twin, node), edit -> {
                    for (int i = 0; i < node.outputs().size(); i++) {
                        edit.redirect(node.output(i), twin.output(i));
                    }
                    edit.graph().remove(node);
                }))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static boolean hasOpaque(Node node) {
        return node.attributes().asMap().values().stream().anyMatch(Attribute.Opaque.class::isInstance);
    }

    private static boolean isNeeded(Node node, GraphView view) {
        return node.outputs().stream().anyMatch(name -> !name.isEmpty() && !view.replaceable(name));
    }

    private static Optional<Node> earlier(Node node, String input, GraphView view) {
        for (Node other : view.graph().consumers(input)) {
            if (other.equals(node)) {
                return Optional.empty(); // consumers stand in the order they run
            }
            if (same(other, node, view)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static boolean same(Node a, Node b, GraphView view) {
        if (!a.is(b.opType())
                || a.inputs().size() != b.inputs().size()
                || a.outputs().size() != b.outputs().size()
                || !a.attributes().asMap().equals(b.attributes().asMap())) {
            return false;
        }
        for (int i = 0; i < a.outputs().size(); i++) {
            if (a.output(i).isEmpty() != b.output(i).isEmpty()) {
                return false;
            }
        }
        for (int i = 0; i < a.inputs().size(); i++) {
            if (!a.input(i).equals(b.input(i)) && !equalIntegers(a.input(i), b.input(i), view)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalIntegers(String a, String b, GraphView view) {
        if (a.isEmpty() || b.isEmpty() || !view.isConstant(a) || !view.isConstant(b)) {
            return false;
        }
        Optional<NdArray> one = view.constant(a);
        Optional<NdArray> other = view.constant(b);
        return one.isPresent()
                && other.isPresent()
                && !one.get().type().isReal()
                && one.get().type() == other.get().type()
                && Arrays.equals(one.get().dims(), other.get().dims())
                && Arrays.equals(one.get().values(), other.get().values());
    }
}
