package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets a reduction read what a Transpose would carry to other places: the pooling at the end of a net whose blocks take tokens.
 *
 * <p>Pattern: {@code Reduce(Transpose(x, perm), axes)} is {@code Reduce(x, perm[axes])} where the axes that stay keep their order.
 * If the reduced ones stay with size 1, a Transpose of what is left puts them where they were: it moves nothing but ones.
 *
 * <p>Not done where the transposed value has another reader, and where the axes that stay change their order.
 */
public final class TransposeBeforeReduce implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op(Operators.named(Trait.REDUCES));
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node reduce = match.root();
        Optional<Node> transpose = view.graph()
                .producer(reduce.input(0))
                .filter(node -> node.is("Transpose") && view.readOnlyBy(reduce, reduce.input(0)));
        long[] perm = transpose
                .flatMap(node -> node.attributes().getInts("perm"))
                .map(order -> order.stream().mapToLong(axis -> axis).toArray())
                .orElse(new long[0]);
        long[] axes = view.integers(reduce, "axes", 1).orElse(new long[0]);
        boolean[] reduced = new boolean[perm.length];
        for (long axis : axes) {
            if (axis < -perm.length || axis >= perm.length) {
                return RuleVerdict.noMatch();
            }
            reduced[(int) Math.floorMod(axis, perm.length)] = true;
        }
        long[] left = IntStream.range(0, perm.length)
                .filter(i -> !reduced[i])
                .mapToLong(i -> perm[i])
                .toArray();
        if (axes.length == 0
                || !Arrays.equals(left, Arrays.stream(left).sorted().toArray())) {
            return RuleVerdict.noMatch();
        }
        long[] moved = IntStream.range(0, perm.length)
                .filter(i -> reduced[i])
                .mapToLong(i -> perm[i])
                .sorted()
                .toArray();
        return RuleVerdict.applicable(List.of(transpose.orElseThrow(), reduce), edit -> {
            boolean keeps = reduce.attributes().getInt("keepdims", 1) != 0;
            String source = transpose.orElseThrow().input(0);
            Node changed = reduce.hasInput(1)
                    ? reduce.withInputs(List.of(source, edit.store(reduce.id() + ".axes", constant(moved))))
                    : reduce.withInputs(List.of(source))
                            .withAttributes(reduce.attributes().withInts("axes", moved));
            if (keeps) {
                String pooled = edit.graph().freshName(reduce.output(0) + ".pooled");
                changed = changed.withOutputs(List.of(pooled));
                Attributes order = Attributes.none().withInts("perm", perm);
                edit.graph().insertBefore(reduce, changed);
                edit.graph()
                        .replace(
                                reduce,
                                Node.of(
                                        reduce.name() + ".order",
                                        "Transpose",
                                        List.of(pooled),
                                        reduce.outputs(),
                                        order));
            } else {
                edit.graph().replace(reduce, changed);
            }
            edit.graph().remove(transpose.orElseThrow());
        });
    }

    private static NdArray constant(long[] axes) {
        return new NdArray(
                ElementType.INT64,
                new long[] {axes.length},
                Arrays.stream(axes).asDoubleStream().toArray());
    }
}
