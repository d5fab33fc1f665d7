package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.layer.ScaleSource;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Merges a value with a multiple of itself, as a residual connection around a constant factor leaves them.
 *
 * <p>Patterns {@code x + f x}, {@code x - f x}, {@code f x - x}, and {@code x + (f x + b)} in any order, or with {@code - b}: {@code (1 + f) x} and so
 * on as one Mul, with the Add or Sub of b after it. Shapes: f and b any that broadcast with x.
 *
 * <p>Refused when a value between has another reader, when f closes a {@link FusedForm}, and when the new factor overflows or is
 * below {@value #LEAST} without being 0: so much of the result would be the rounding of {@code f x}.
 */
public final class ScaledAddend implements FoldRule {
    private static final double LEAST = 0.01;
    private static final ScaleSource SCALE = new ScaleSource();

    /**
     * A multiple of a value, perhaps with a summand.
     *
     * @param nodes from the factor on: a Mul or Div, and an Add or Sub where there is a summand
     */
    private record Multiple(ConstantOperand factor, List<Node> nodes) {}

    @Override
    public Pattern pattern() {
        return Pattern.op("Add", "Sub");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        for (int i = 0; i < 2; i++) {
            Optional<Multiple> multiple = multiple(root, root.input(1 - i), root.input(i), view);
            if (multiple.isPresent()) {
                // what x and its multiple count in the sum
                int x = root.is("Sub") && i == 1 ? -1 : 1;
                int y = root.is("Sub") && i == 0 ? -1 : 1;
                return verdict(multiple.get(), x, y, root, view);
            }
        }
        return RuleVerdict.noMatch();
    }

    private static Optional<Multiple> multiple(Node root, String value, String x, GraphView view) {
        Optional<Node> producer = view.graph().producer(value);
        Optional<Node> summand = producer.filter(node -> root.is("Add") && (node.is("Add") || node.is("Sub")));
        Optional<Node> scale = summand.isEmpty()
                ? producer
                : ConstantOperand.of(summand.get(), view)
                        .filter(operand -> operand.node().is("Add") || !operand.isFirst())
                        .flatMap(operand -> view.graph().producer(operand.data()));
        List<Node> nodes = new ArrayList<>();
        scale.ifPresent(nodes::add);
        summand.ifPresent(nodes::add);
        return scale.filter(SCALE::is)
                .flatMap(node -> SCALE.operand(node, view))
                .filter(factor -> factor.data().equals(x))
                .map(factor -> new Multiple(factor, nodes));
    }

    private static RuleVerdict verdict(Multiple multiple, int x, int y, Node root, GraphView view) {
        Node scale = multiple.factor().node();
        Optional<FusedForm> form = FusedForm.closedBy(scale, view);
        if (form.isPresent()) {
            return RuleVerdict.refused(scale.label() + " stays: " + form.get().reason());
        }
        List<Node> all = new ArrayList<>(multiple.nodes());
        all.add(root);
        NdArray factors = multiple.factor().factors();
        double[] sums = Arrays.stream(factors.values()).map(f -> x + y * f).toArray();
        if (Arrays.stream(sums).anyMatch(sum -> sum != 0 && Math.abs(sum) < LEAST)) {
            return RuleVerdict.refused(root.label() + " stays: with the factor of " + scale.label()
                    + " it leaves less than " + LEAST + " of what it adds, which is rounding above all");
        }
        return view.chained(all)
                .then(nodes -> Storable.checked(factors.with(sums)))
                .either(
                        stored -> RuleVerdict.applicable(all, edit -> {
                            String constant = edit.store(multiple.factor().name(), stored, scale);
                            List<String> inputs = List.of(multiple.factor().data(), constant);
                            Node product = Node.of(scale.name(), "Mul", inputs, scale.outputs(), Attributes.none());
                            if (multiple.nodes().size() == 1) {
                                edit.absorb(scale, product, root);
                            } else {
                                Node summand = multiple.nodes().get(1);
                                edit.graph().replace(scale, product);
                                edit.absorb(summand, summand, root);
                            }
                        }),
                        problem -> RuleVerdict.refused(root.label() + " stays: " + problem));
    }
}
