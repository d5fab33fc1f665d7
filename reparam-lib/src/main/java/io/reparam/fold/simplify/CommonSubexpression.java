package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.RandomOperators;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attribute;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets two nodes that compute the same be one: exporters write the same Shape, Gather and Unsqueeze again for every reader.
 *
 * <p>Pattern: two nodes of one operator with equal attributes, outputs and inputs; inputs are equal by name, or as constants of equal
 * values. The later node goes, its readers read the earlier one, which takes the name where that is a graph output's.
 *
 * <p>Not done for operators that draw random numbers, for nodes with subgraphs, where a subgraph reads the later node, and where both
 * are graph outputs.
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
                || isReadInside(node, view)) {
            return RuleVerdict.noMatch();
        }
        return node.inputs().stream()
                .filter(name -> !name.isEmpty() && !view.isConstant(name))
                .findFirst()
                .flatMap(name -> earlier(node, name, view))
                .filter(twin -> IntStream.range(0, node.outputs().size())
                        .allMatch(i -> view.replaceable(node.output(i)) || view.replaceable(twin.output(i))))
                .map(twin -> RuleVerdict.applicable(List.of(twin, node), edit -> merge(twin, node, edit)))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static void merge(Node twin, Node node, GraphEdit edit) {
        List<String> outputs = new ArrayList<>();
        edit.graph().remove(node);
        for (int i = 0; i < node.outputs().size(); i++) {
            outputs.add(edit.graph().isOutput(node.output(i)) ? node.output(i) : twin.output(i));
        }
        edit.graph().replace(twin, twin.withOutputs(outputs));
        for (int i = 0; i < outputs.size(); i++) {
            edit.redirect(node.output(i), outputs.get(i));
            edit.redirect(twin.output(i), outputs.get(i));
        }
    }

    private static boolean hasOpaque(Node node) {
        return node.attributes().asMap().values().stream().anyMatch(Attribute.Opaque.class::isInstance);
    }

    private static boolean isReadInside(Node node, GraphView view) {
        return node.outputs().stream().anyMatch(name -> !name.isEmpty() && !view.isReadByInputsOnly(name));
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
            if (!a.input(i).equals(b.input(i)) && !areEqual(a.input(i), b.input(i), view)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areEqual(String a, String b, GraphView view) {
        Optional<Tensor> other = view.graph().initializer(b).filter(tensor -> view.isConstant(b));
        return view.graph()
                .initializer(a)
                .filter(tensor -> view.isConstant(a))
                .filter(tensor -> other.filter(tensor::hasSameValues).isPresent())
                .isPresent();
    }
}
