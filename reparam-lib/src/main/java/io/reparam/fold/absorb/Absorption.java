package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.OutputLayer;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Read;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Takes {@code a(y)[c] = t[c] y[c] + s[c]} into the layers that y is computed from: {@code a(f(x)) = f(a(x))}, {@code a(x + z) = a(x) +
 * t z}, {@code t (x z) = (t x) z}, and a Concat shares a out to its parts.
 *
 * @param layers kinds of layer that can take it in
 * @param view of the graph
 */
record Absorption(List<OutputLayer.Kind> layers, GraphView view) {

    /**
     * Into the node that computes a value.
     *
     * @param reader of the value, the only one
     * @param axis where its channels lie, from 0
     */
    Read<AbsorbedParts> into(String value, Node reader, int axis, Affine a) {
        Optional<Node> producer =
                view.graph().producer(value).filter(node -> node.output(0).equals(value));
        if (producer.isEmpty()) {
            return Read.problem("no layer computes '" + value + "'");
        }
        Node node = producer.get();
        if (!view.readOnlyBy(reader, value)) {
            return Read.problem("the output of " + node.label() + " is also read elsewhere or a graph output");
        }
        Read<AbsorbedParts> layer = intoLayer(node, axis, a);
        return layer instanceof Read.Found || !Crossed.has(node) ? layer : across(node, axis, a);
    }

    private Read<AbsorbedParts> intoLayer(Node node, int axis, Affine a) {
        Read<AbsorbedParts> answer =
                Read.problem(node.label() + " is no layer that takes it in, and lets nothing pass");
        for (OutputLayer.Kind kind : layers) {
            if (kind.fits().test(node, view)) {
                answer = kind.reader().apply(node, view).then(layer -> intoLayer(layer, axis, a));
            }
            if (answer instanceof Read.Found) {
                return answer;
            }
        }
        return answer;
    }

    private Read<AbsorbedParts> intoLayer(OutputLayer layer, int axis, Affine a) {
        ChannelAxis outputs = layer.outputs();
        Node last = layer.nodes().get(layer.nodes().size() - 1);
        int own = outputs.axis() == ChannelAxis.LAST ? outputs.rank().orElse(0) - 1 : outputs.axis();
        if (own != axis || outputs.channels() != a.factors().length) {
            return Read.problem(last.label() + " has its " + outputs.channels() + " channels on axis " + own + ", not "
                    + a.factors().length + " on axis " + axis);
        }
        for (int i = 1; i < layer.nodes().size(); i++) {
            Node inner = layer.nodes().get(i - 1);
            if (!view.readOnlyBy(layer.nodes().get(i), inner.output(0))) {
                return Read.problem("the output of " + inner.label() + " is also read elsewhere or a graph output");
            }
        }
        return layer.followedBy(a)
                .then(change -> change.summand().isPresent()
                        ? Read.problem(last.label() + " has no place for a summand")
                        : Read.found(AbsorbedParts.of(change, layer.nodes())));
    }

    private Read<AbsorbedParts> across(Node node, int axis, Affine a) {
        return switch (node.opType()) {
            case "Concat" -> parts(node, axis, a);
            case "Add", "Sub" -> new AbsorbedTerms(this, node, axis).sum(a);
            case "Mul", "Div" -> new AbsorbedTerms(this, node, axis).product(a);
            case "Flatten" -> laidOut(node, axis, a);
            case "Reshape" -> shuffled(node, axis, a);
            default ->
                Crossed.before(node, axis, a, view)
                        .then(at -> into(node.input(0), node, at, a))
                        .then(parts -> Read.found(parts.across(node)));
        };
    }

    private Read<AbsorbedParts> parts(Node concat, int axis, Affine a) {
        OptionalInt rank = view.rank(concat.output(0));
        long along = concat.attributes().getInt("axis", 0);
        if (rank.isEmpty()) {
            return Read.problem("the number of dimensions behind " + concat.label() + " is not known");
        }
        boolean splits = (along < 0 ? along + rank.getAsInt() : along) == axis;
        Read<AbsorbedParts> all = Read.found(new AbsorbedParts(List.of(), List.of(concat)));
        int offset = 0;
        for (String part : concat.inputs()) {
            OptionalLong size = view.size(part, axis);
            if (splits && size.isEmpty()) {
                return Read.problem("the number of channels of '" + part + "' is not known");
            }
            int first = offset;
            int count = splits ? (int) size.orElseThrow() : a.factors().length;
            if (first + count > a.factors().length) {
                return Read.problem(concat.label() + " has more than " + a.factors().length + " channels");
            }
            Affine own = a.mapped(IntStream.range(first, first + count).toArray());
            all = all.then(before -> into(part, concat, axis, own).then(next -> Read.found(before.with(next))));
            offset += splits ? count : 0;
        }
        return all;
    }

    private Read<AbsorbedParts> laidOut(Node flatten, int axis, Affine a) {
        OptionalLong channels = view.size(flatten.input(0), 1);
        if (axis != 1 || flatten.attributes().getInt("axis", 1) != 1 || channels.isEmpty()) {
            return Read.problem("the channels before " + flatten.label() + " are not known");
        }
        return a.collapsed((int) channels.getAsLong())
                .<Read<Affine>>map(Read::found)
                .orElseGet(() -> Read.problem("the factors differ between the positions before " + flatten.label()))
                .then(few -> into(flatten.input(0), flatten, 1, few))
                .then(parts -> Read.found(parts.across(flatten)));
    }

    private Read<AbsorbedParts> shuffled(Node reshape, int axis, Affine a) {
        Function<ChannelShuffle, Read<AbsorbedParts>> beyond = shuffle -> {
            int[] to = new int[a.factors().length];
            IntStream.range(0, to.length).forEach(c -> to[shuffle.from()[c]] = c);
            return into(shuffle.input(), shuffle.nodes().get(0), 1, a.mapped(to))
                    .then(parts -> Read.found(parts.across(shuffle.nodes().toArray(Node[]::new))));
        };
        return ChannelShuffle.endingAt(reshape, view)
                .filter(shuffle -> axis == 1 && shuffle.from().length == a.factors().length)
                .map(beyond)
                .orElseGet(() -> Read.problem(reshape.label() + " is not known to keep the channels apart"));
    }
}
