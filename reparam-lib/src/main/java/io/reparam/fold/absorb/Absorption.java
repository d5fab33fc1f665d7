package io.reparam.fold.absorb;

import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.OutputLayer;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
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
    /** In place of an axis: one factor and one summand for all elements, which may be on any. */
    static final int EVERY = -1;

    /**
     * Into the node that computes a value.
     *
     * @param reader of the value, the only one
     * @param axis where its channels lie, from 0
     */
    Result<AbsorbedParts> into(String value, Node reader, int axis, Affine a) {
        Optional<Node> producer =
                view.graph().producer(value).filter(node -> node.output(0).equals(value) || node.is("Split"));
        if (producer.isEmpty()) {
            return Result.problem("no layer computes '" + value + "'");
        }
        return view.onlyReader(value, reader).then(only -> into(producer.get(), value, axis, a));
    }

    private Result<AbsorbedParts> into(Node node, String value, int axis, Affine a) {
        Result<AbsorbedParts> layer = intoLayer(node, axis, a);
        return layer instanceof Result.Found || !Commutations.has(node, view) ? layer : across(node, value, axis, a);
    }

    private Result<AbsorbedParts> intoLayer(Node node, int axis, Affine a) {
        Result<AbsorbedParts> answer =
                Result.problem(node.label() + " is not a layer that takes it in, and lets nothing pass");
        for (OutputLayer.Kind kind : layers) {
            if (kind.fits().test(node, view)) {
                answer = kind.reader().apply(node, view).then(layer -> intoLayer(layer, axis, a));
            }
            if (answer instanceof Result.Found) {
                return answer;
            }
        }
        return answer;
    }

    private Result<AbsorbedParts> intoLayer(OutputLayer layer, int axis, Affine a) {
        ChannelAxis outputs = layer.outputs();
        Node last = layer.nodes().get(layer.nodes().size() - 1);
        int own = outputs.axis() == ChannelAxis.LAST ? outputs.rank().orElse(0) - 1 : outputs.axis();
        if (axis == EVERY) {
            return intoLayer(layer, own, a.mapped(new int[outputs.channels()]));
        }
        if (own != axis || outputs.channels() != a.factors().length) {
            return Result.problem(last.label() + " has its " + outputs.channels() + " channels on axis " + own
                    + ", not " + a.factors().length + " on axis " + axis);
        }
        return view.chained(layer.nodes()).then(nodes -> AbsorbedParts.of(nodes, a, layer::followedBy));
    }

    private Result<AbsorbedParts> across(Node node, String value, int axis, Affine a) {
        return switch (node.opType()) {
            case "Concat" -> parts(node, axis, a);
            case "Add", "Sub" -> new AbsorbedTerms(this, node, axis).sum(a);
            case "Mul", "Div" -> new AbsorbedTerms(this, node, axis).product(a);
            case "MatMul" -> new AbsorbedTerms(this, node, axis).matrices(a);
            case "Split", "Slice", "Gather" -> beyondPart(node, value, axis, a);
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> relaid(node, axis, a);
            default ->
                Commutations.before(node, axis, a, view)
                        .then(at -> into(node.input(0), node, at, a))
                        .then(parts -> Result.found(parts.across(node)));
        };
    }

    private Result<AbsorbedParts> parts(Node concat, int axis, Affine a) {
        OptionalInt rank = view.rank(concat.output(0));
        long along = concat.attributes().getInt("axis", 0);
        if (rank.isEmpty()) {
            return Result.problem("the number of dimensions after " + concat.label() + " is not known");
        }
        boolean splits = axis != EVERY && (along < 0 ? along + rank.getAsInt() : along) == axis;
        Result<AbsorbedParts> all = Result.found(new AbsorbedParts(List.of(), List.of(concat)));
        int offset = 0;
        for (String part : concat.inputs()) {
            OptionalLong size = splits ? view.size(part, axis) : OptionalLong.empty();
            if (splits && size.isEmpty()) {
                return Result.problem("the number of channels of '" + part + "' is not known");
            }
            int first = offset;
            int count = splits ? (int) size.orElseThrow() : a.factors().length;
            if (first + count > a.factors().length) {
                return Result.problem(concat.label() + " has more than " + a.factors().length + " channels");
            }
            Affine own = a.mapped(IntStream.range(first, first + count).toArray());
            all = all.then(before -> into(part, concat, axis, own).then(next -> Result.found(before.with(next))));
            offset += splits ? count : 0;
        }
        return all;
    }

    /** Into the part of what computes the whole; into all of it where the axis is another one and nobody else reads it. */
    private Result<AbsorbedParts> beyondPart(Node node, String value, int axis, Affine a) {
        Optional<Commutation> keeps = axis == EVERY ? Optional.empty() : Commutation.of(node, axis, view);
        if (keeps.isPresent()) {
            return into(node.input(0), node, keeps.get().axis(), a).then(parts -> Result.found(parts.across(node)));
        }
        Optional<Part> part = Part.of(node, value, view);
        if (part.isEmpty() || !Part.isAlone(node, part.get(), view)) {
            return Result.problem("what " + node.label() + " takes is not known to be read by nobody else");
        }
        if (axis != EVERY && (axis != part.get().axis() || !keepsRank(node, value))) {
            return Result.problem(node.label() + " takes a part along another axis");
        }
        Optional<Affine> spread = part.get().spread(a);
        if (spread.isEmpty()) {
            return Result.problem(node.label() + " takes something twice");
        }
        return view.producerOf(node.input(0))
                .map(producer -> into(producer, node.input(0), part.get().axis(), spread.get()))
                .orElseGet(() -> Result.problem("no layer computes '" + node.input(0) + "'"))
                .then(parts -> Result.found(parts.across(node)));
    }

    private boolean keepsRank(Node node, String value) {
        return view.rank(node.input(0)).equals(view.rank(value));
    }

    private Result<AbsorbedParts> relaid(Node node, int axis, Affine a) {
        if (axis == EVERY) {
            return into(node.input(0), node, EVERY, a).then(parts -> Result.found(parts.across(node)));
        }
        Result<AbsorbedParts> shuffled = node.is("Reshape") ? shuffled(node, axis, a) : Result.problem("");
        if (shuffled instanceof Result.Found) {
            return shuffled;
        }
        return Relaid.before(node, axis, a, view)
                .map(before -> into(node.input(0), node, before.axis(), before.affine()))
                .orElseGet(() -> Result.problem(node.label() + " is not known to keep the channels apart"))
                .then(parts -> Result.found(parts.across(node)));
    }

    private Result<AbsorbedParts> shuffled(Node reshape, int axis, Affine a) {
        Function<ChannelShuffle, Result<AbsorbedParts>> beyond = shuffle -> {
            int[] to = new int[a.factors().length];
            IntStream.range(0, to.length).forEach(c -> to[shuffle.from()[c]] = c);
            return into(shuffle.input(), shuffle.nodes().get(0), 1, a.mapped(to))
                    .then(parts -> Result.found(parts.across(shuffle.nodes().toArray(Node[]::new))));
        };
        return ChannelShuffle.endingAt(reshape, view)
                .filter(shuffle -> axis == 1 && shuffle.from().length == a.factors().length)
                .map(beyond)
                .orElseGet(() -> Result.problem(reshape.label() + " is not known to keep the channels apart"));
    }
}
