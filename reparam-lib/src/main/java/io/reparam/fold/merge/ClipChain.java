package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Merges two limits in a row, as a Relu and a Clip at 6.
 *
 * <p>Pattern {@code Clip(Clip(x, a, b), c, d)}, each of them perhaps a Relu, which is a Clip from 0 on: one Clip from a to b, both
 * limited to c and d; a Relu where that is from 0 on. Shapes: any; a to d are numbers of a floating-point type.
 *
 * <p>Not done where the first has another reader, where a limit is computed, and where a lower limit is above an upper one.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Clip.html">ONNX Clip</a>
 */
public final class ClipChain implements FoldRule {
    private static final int LIMITS_ARE_INPUTS = 11; // opset

    private record Limits(double least, double most) {
        double limit(double value) {
            return Math.min(Math.max(value, least), most);
        }

        Limits then(Limits next) {
            return new Limits(next.limit(least), next.limit(most));
        }

        boolean isRelu() {
            return least == 0 && most == Double.POSITIVE_INFINITY;
        }
    }

    @Override
    public Pattern pattern() {
        return Pattern.op("Clip", "Relu");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        Optional<Node> before =
                view.graph().producer(root.input(0)).filter(node -> view.readOnlyBy(root, root.input(0)));
        Optional<Limits> first = before.flatMap(node -> limits(node, view));
        Optional<Limits> second = limits(root, view);
        Optional<ElementType> type = view.type(root.input(0)).filter(ElementType::isReal);
        if (first.isEmpty() || second.isEmpty() || type.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        Limits both = first.get().then(second.get());
        Node gone = before.orElseThrow();
        return RuleVerdict.applicable(List.of(gone, root), edit -> {
            Node changed = node(edit, root, gone.input(0), both, type.get());
            edit.graph().replace(root, changed);
            edit.graph().remove(gone);
        });
    }

    private static Optional<Limits> limits(Node node, GraphView view) {
        if (node.is("Relu")) {
            return Optional.of(new Limits(0, Double.POSITIVE_INFINITY));
        }
        if (!node.is("Clip")) {
            return Optional.empty();
        }
        Attributes attributes = node.attributes(); // up to opset 10; the defaults are the largest float32
        Optional<Double> least = limit(node, 1, attributes.getFloat("min", Float.NEGATIVE_INFINITY), view);
        Optional<Double> most = limit(node, 2, attributes.getFloat("max", Float.POSITIVE_INFINITY), view);
        return least.flatMap(low -> most.map(high -> new Limits(low, high))).filter(both -> both.least <= both.most);
    }

    private static Optional<Double> limit(Node node, int input, double other, GraphView view) {
        return node.hasInput(input)
                ? view.constant(node.input(input))
                        .filter(one -> one.count() == 1)
                        .map(one -> one.values()[0])
                : Optional.of(other);
    }

    private static Node node(GraphEdit edit, Node root, String input, Limits limits, ElementType type) {
        if (limits.isRelu()) {
            return Node.of(root.name(), "Relu", List.of(input), root.outputs(), Attributes.none());
        }
        boolean below = limits.least > Double.NEGATIVE_INFINITY;
        boolean above = limits.most < Double.POSITIVE_INFINITY;
        if (edit.graph().opset() < LIMITS_ARE_INPUTS) {
            Attributes least = below ? Attributes.none().withFloat("min", (float) limits.least) : Attributes.none();
            Attributes both = above ? least.withFloat("max", (float) limits.most) : least;
            return Node.of(root.name(), "Clip", List.of(input), root.outputs(), both);
        }
        String min = below ? edit.store(root.id() + ".min", number(type, limits.least)) : "";
        String max = above ? edit.store(root.id() + ".max", number(type, limits.most)) : "";
        List<String> inputs = above ? List.of(input, min, max) : List.of(input, min);
        return Node.of(root.name(), "Clip", inputs, root.outputs(), Attributes.none());
    }

    private static NdArray number(ElementType type, double value) {
        return new NdArray(type, new long[0], new double[] {value});
    }
}
