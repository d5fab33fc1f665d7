package io.reparam.fold.rule;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from a node that scales or shifts channels to a layer after it.
 *
 * @param source the node
 * @param data what it acts on
 * @param crossed nodes between, the first one first
 * @param axis of the channels at the source
 * @param repeats whether the layer sees the channels laid out with their positions
 * @param passage what all nodes between let pass
 * @param obstacle end of a sentence: what is in the way though the source is there
 * @param summand the first of the nodes between, if it adds a constant: {@code v x + s = v (x + s / v)}
 */
record FactorPath(
        Node source,
        String data,
        List<Node> crossed,
        int axis,
        boolean repeats,
        Passage passage,
        Optional<String> obstacle,
        Optional<ConstantOperand> summand) {
    private static final int LONGEST = 16;
    /** People try to move factors across these; it is never exact. */
    private static final Set<String> WALLS = Set.of(
            "Clip",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Gelu",
            "Elu",
            "Selu",
            "Tanh",
            "Softplus",
            "Mish",
            "Softmax");

    /** Walks from a layer to the first source before it; empty if there is none. */
    static Optional<FactorPath> to(Node layer, int axis, AffineSource kind, GraphView view) {
        Optional<String> obstacle = Optional.empty();
        List<Node> crossed = new ArrayList<>();
        boolean repeats = false;
        Passage passage = Passage.ALL;
        int at = axis;
        Node reader = layer;
        String value = layer.input(0);
        Optional<ConstantOperand> summand = Optional.empty();
        while (crossed.size() < LONGEST) {
            Optional<Node> producer = producer(value, view);
            if (producer.isEmpty()) {
                return Optional.empty();
            }
            Node node = producer.get();
            if (!view.readOnlyBy(reader, value) && obstacle.isEmpty()) {
                obstacle = Optional.of("the output of " + node.label() + " is also read elsewhere or a graph output");
            }
            Optional<String> data = kind.is(node) ? kind.data(node, view) : Optional.empty();
            if (data.isPresent()) {
                Collections.reverse(crossed);
                return Optional.of(new FactorPath(node, data.get(), crossed, at, repeats, passage, obstacle, summand));
            }
            if (kind.onlyScales()) {
                summand = ConstantOperand.of(node, view).filter(operand -> followsFactor(operand, kind, view));
            }
            if (summand.isPresent()) {
                crossed.add(node);
                reader = node;
                value = summand.get().data();
                continue;
            }
            boolean laidOut = repeats;
            Optional<Crossing> crossing = Crossing.of(node, at, view).filter(c -> !(laidOut && c.repeats()));
            if (crossing.isEmpty()) {
                if (!WALLS.contains(node.opType()) || obstacle.isPresent()) {
                    return Optional.empty();
                }
                obstacle = Optional.of("no factor passes " + node.label());
                crossing = Optional.of(new Crossing(at, false, Passage.POSITIVE_FACTORS));
            }
            at = crossing.get().axis();
            repeats |= crossing.get().repeats();
            passage = passage.and(crossing.get().passage());
            crossed.add(node);
            reader = node;
            value = node.input(0);
        }
        return Optional.empty();
    }

    private static Optional<Node> producer(String value, GraphView view) {
        return view.graph().producer(value).filter(node -> node.output(0).equals(value));
    }

    /** Whether a constant is added to what a factor has just scaled, and adds no dimensions to it. */
    private static boolean followsFactor(ConstantOperand summand, AffineSource kind, GraphView view) {
        Node node = summand.node();
        return (node.is("Add") || node.is("Sub"))
                && view.rank(summand.data()).orElse(0) >= summand.values().rank()
                && producer(summand.data(), view)
                        .filter(kind::is)
                        .flatMap(factor -> kind.data(factor, view))
                        .isPresent();
    }
}
