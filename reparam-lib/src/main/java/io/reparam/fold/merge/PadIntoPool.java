package io.reparam.fold.merge;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets a pooling pad by itself what a Pad before it pads.
 *
 * <p>Pattern {@code MaxPool(Pad(x))}: its own padding never wins, so the Pad's number must not either: it is -Infinity, or x is known
 * not to be below it (0 after a Relu). {@code AveragePool(Pad(x))}: the number is 0, and the pooling counts its padding, or has none.
 * Shapes: {@code [N,C,..]}.
 *
 * <p>Refused where the padding would win or would not count, with {@code ceil_mode}, {@code auto_pad} of a free size, and where
 * a pad is as large as the kernel, which runtimes refuse. Not done where the padded value has another reader.
 */
public final class PadIntoPool implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("MaxPool", "AveragePool");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node pool = match.root();
        Optional<Node> before = view.graph()
                .producer(pool.input(0))
                .filter(node -> node.is("Pad") && view.readOnlyBy(pool, pool.input(0)));
        if (before.isEmpty() || view.readsOutputsFrom(pool, 1)) {
            return RuleVerdict.noMatch();
        }
        Node pad = before.get();
        return pads(pool, pad, view)
                .either(
                        pads -> RuleVerdict.applicable(List.of(pad, pool), edit -> {
                            Attributes attributes =
                                    pool.attributes().without("auto_pad").withInts("pads", pads);
                            Node changed = pool.withAttributes(
                                    pool.is("AveragePool") ? attributes.withInt("count_include_pad", 1) : attributes);
                            List<String> inputs = new ArrayList<>(pool.inputs());
                            inputs.set(0, pad.input(0));
                            edit.graph().replace(pool, changed.withInputs(inputs));
                            edit.graph().remove(pad);
                        }),
                        reason -> RuleVerdict.refused(pad.label() + " stays: " + reason));
    }

    private static Result<long[]> pads(Node pool, Node pad, GraphView view) {
        int[] kernel = pool.attributes().getInts("kernel_shape").orElse(List.of()).stream()
                .mapToInt(Long::intValue)
                .toArray();
        if (pool.attributes().getInt("ceil_mode", 0) != 0) {
            return Result.problem(pool.label() + " has ceil_mode 1: its last window may hang over the border");
        }
        return Axis.read(pool, kernel)
                .then(own -> ConstantPad.read(pad, kernel.length, view)
                        .then(padded -> neutral(pool, pad, own, padded, view))
                        .then(padded -> within(pool, own, padded.plus(own))));
    }

    private static Result<long[]> within(Node pool, List<Axis> own, long[] pads) {
        boolean small = IntStream.range(0, pads.length)
                .allMatch(i -> pads[i] < own.get(i % own.size()).taps());
        return small
                ? Result.found(pads)
                : Result.problem("the padding is not smaller than the kernel of " + pool.label());
    }

    /** What is padded, if the pooling's own padding comes to the same. */
    private static Result<ConstantPad> neutral(
            Node pool, Node pad, List<Axis> own, ConstantPad padded, GraphView view) {
        if (pool.is("MaxPool")) {
            boolean neverWins = padded.value() == Double.NEGATIVE_INFINITY
                    || (padded.value() <= 0 && isNotBelow0(pad.input(0), view));
            return neverWins
                    ? Result.found(padded)
                    : Result.problem(
                            pool.label() + " may take " + padded.value() + " from the padding for the largest");
        }
        boolean counts = pool.attributes().getInt("count_include_pad", 0) != 0;
        if (padded.value() != 0) {
            return Result.problem("it pads with " + padded.value() + ", and " + pool.label() + " can only count zeros");
        }
        return counts || own.stream().noneMatch(Axis::padded)
                ? Result.found(padded)
                : Result.problem(pool.label() + " counts the zeros of the Pad but not its own");
    }

    private static boolean isNotBelow0(String value, GraphView view) {
        Optional<Node> producer = view.graph().producer(value);
        for (int i = 0; i < 8 && producer.isPresent(); i++) {
            Node node = producer.get();
            if (Operators.is(node, Trait.NOT_BELOW_0)) {
                return true;
            }
            if (node.is("Clip")) {
                return node.hasInput(1)
                        ? view.constant(node.input(1))
                                .filter(least -> least.values()[0] >= 0)
                                .isPresent()
                        : node.attributes().getFloat("min", -1) >= 0;
            }
            if (!Operators.is(node, Trait.KEEPS_ORDER) && !Operators.isAny(node, Trait.MAXIMUM, Trait.POOLS_ALL)) {
                return false;
            }
            producer = view.graph()
                    .producer(node.input(0))
                    .filter(next -> ConstantOperand.of(node, view).isEmpty());
        }
        return false;
    }
}
