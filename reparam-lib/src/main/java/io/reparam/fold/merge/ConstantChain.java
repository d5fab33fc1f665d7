package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/** Two nodes in a row, each with a constant operand, that can be one; what {@link FactorChain} and {@link SummandChain} share. */
abstract class ConstantChain implements FoldRule {
    private final AffineSource kind;

    /** @param kind of nodes that can be in the chain */
    ConstantChain(AffineSource kind) {
        this.kind = kind;
    }

    /** The constant of the one node for both. */
    abstract NdArray merged(ConstantOperand inner, ConstantOperand outer);

    /** The one node for both, with the outer one's name and output. */
    abstract Node node(ConstantOperand inner, ConstantOperand outer, String constant);

    @Override
    public Pattern pattern() {
        return Pattern.op(kind.opTypes());
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node root = match.root();
        Optional<ConstantOperand> outer = operand(root, view);
        Optional<ConstantOperand> inner =
                outer.flatMap(o -> view.graph().producer(o.data())).flatMap(node -> operand(node, view));
        return inner.map(before -> verdict(before, outer.get(), view)).orElseGet(RuleVerdict::noMatch);
    }

    private Optional<ConstantOperand> operand(Node node, GraphView view) {
        return kind.is(node) ? kind.operand(node, view) : Optional.empty();
    }

    private RuleVerdict verdict(ConstantOperand inner, ConstantOperand outer, GraphView view) {
        Node root = outer.node();
        return view.onlyReader(inner.node().output(0), root)
                .either(
                        only -> merge(inner, outer, view),
                        shared -> RuleVerdict.refused(root.label() + " stays: " + shared));
    }

    private RuleVerdict merge(ConstantOperand inner, ConstantOperand outer, GraphView view) {
        Node root = outer.node();
        Optional<FusedForm> form = FusedForm.closedBy(inner.node(), view);
        if (form.isPresent()) {
            return RuleVerdict.refused(
                    inner.node().label() + " stays: " + form.get().reason());
        }
        NdArray merged = merged(inner, outer);
        int largest = Math.max(inner.size(), outer.size());
        if (merged.values().length > largest) {
            return RuleVerdict.refused(root.label() + " stays: one constant for it and "
                    + inner.node().label() + " would have " + merged.values().length + " elements, not at most "
                    + largest);
        }
        return Storable.checked(merged)
                .either(
                        stored -> RuleVerdict.applicable(List.of(inner.node(), root), edit -> {
                            String constant = edit.store(outer.name(), stored, root);
                            edit.absorb(inner.node(), node(inner, outer, constant), root);
                        }),
                        problem -> RuleVerdict.refused(root.label() + " stays: the constant of it and "
                                + inner.node().label() + " " + problem));
    }
}
