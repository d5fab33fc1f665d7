package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;

/** Operators that a channelwise map crosses against the direction of the graph, from the output to the input. */
final class Commutations {
    private Commutations() {}

    static boolean has(Node node, GraphView view) {
        boolean product = node.is("MatMul") && !view.isConstant(node.input(0)) && !view.isConstant(node.input(1));
        return product
                || (node.domain().isEmpty()
                        && (Operators.is(node, Trait.ARITHMETIC)
                                || node.is("Pad")
                                || Commutes.of(node).isPresent()));
    }

    /** The axis of the channels at the one input, or why the map does not pass. */
    static Result<Integer> before(Node node, int axis, Affine a, GraphView view) {
        if (axis == Absorption.EVERY) {
            return passesEverything(node)
                    ? Result.found(axis)
                    : before(node, 1, a, view).then(at -> Result.found(axis));
        }
        Optional<Commutation> commutation = Commutation.of(node, axis, view);
        if (commutation.isEmpty() || commutation.get().axis() < 0) {
            return Result.problem("nothing passes " + node.label() + " on axis " + axis);
        }
        boolean passes = isMaximum(node)
                ? a.isPositive() // a maximum of t x + s is that of x, scaled and shifted; its padding never wins
                : (isMean(node) && !countsPadding(node))
                        || commutation.get().commutes().lets(a);
        return passes
                ? Result.found(commutation.get().axis())
                : Result.problem((a.isScale() || isMaximum(node) ? "only factors above 0 pass " : "no summand passes ")
                        + node.label());
    }

    /** It lays elements out again, or repeats or averages them: one factor and summand for all is the same before and after. */
    private static boolean passesEverything(Node node) {
        return Operators.is(node, Trait.FORMS, Trait.COMMUTES_WITH_AFFINE)
                || Operators.is(node, Trait.REDUCES, Trait.COMMUTES_WITH_AFFINE);
    }

    private static boolean isMaximum(Node node) {
        return Operators.is(node, Trait.MAXIMUM) && Operators.isAny(node, Trait.POOLS, Trait.POOLS_ALL);
    }

    private static boolean isMean(Node node) {
        return Operators.is(node, Trait.POOLS, Trait.MEAN);
    }

    /** The mean of what is inside of the image is that of a constant, too. */
    private static boolean countsPadding(Node node) {
        boolean padded = node.attributes().getInts("pads").orElse(List.of()).stream()
                        .anyMatch(pad -> pad != 0)
                || !List.of("NOTSET", "VALID").contains(node.attributes().getText("auto_pad", "NOTSET"))
                || node.attributes().getInt("ceil_mode", 0) != 0;
        return padded && node.attributes().getInt("count_include_pad", 0) != 0;
    }
}
