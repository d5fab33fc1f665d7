package io.reparam.fold.rule;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.DoubleBinaryOperator;
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
     * What takes it in.
     *
     * @param changes of layers and of constants
     * @param nodes that were changed or crossed
     */
    record Parts(List<LayerChange> changes, List<Node> nodes) {
        static Parts of(LayerChange change, List<Node> nodes) {
            return new Parts(List.of(change), nodes);
        }

        Parts with(Parts other) {
            List<LayerChange> all = new ArrayList<>(changes);
            all.addAll(other.changes);
            List<Node> both = new ArrayList<>(nodes);
            both.addAll(other.nodes);
            return new Parts(all, both);
        }

        Parts across(Node... crossed) {
            return with(new Parts(List.of(), List.of(crossed)));
        }
    }

    /**
     * Into the node that computes a value.
     *
     * @param reader of the value, the only one
     * @param axis where its channels lie, from 0
     */
    Read<Parts> into(String value, Node reader, int axis, Affine a) {
        Optional<Node> producer =
                view.graph().producer(value).filter(node -> node.output(0).equals(value));
        if (producer.isEmpty()) {
            return Read.problem("no layer computes '" + value + "'");
        }
        Node node = producer.get();
        if (!view.readOnlyBy(reader, value)) {
            return Read.problem("the output of " + node.label() + " is also read elsewhere or a graph output");
        }
        Read<Parts> layer = intoLayer(node, axis, a);
        return layer instanceof Read.Found || !Crossed.has(node) ? layer : across(node, axis, a);
    }

    private Read<Parts> intoLayer(Node node, int axis, Affine a) {
        Read<Parts> answer = Read.problem(node.label() + " is no layer that takes it in, and lets nothing pass");
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

    private Read<Parts> intoLayer(OutputLayer layer, int axis, Affine a) {
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
                        : Read.found(Parts.of(change, layer.nodes())));
    }

    private Read<Parts> across(Node node, int axis, Affine a) {
        return switch (node.opType()) {
            case "Concat" -> parts(node, axis, a);
            case "Add", "Sub" -> terms(node, axis, a);
            case "Mul", "Div" -> factors(node, axis, a);
            case "Flatten" -> laidOut(node, axis, a);
            case "Reshape" -> shuffled(node, axis, a);
            default ->
                Crossed.before(node, axis, a, view)
                        .then(at -> into(node.input(0), node, at, a))
                        .then(parts -> Read.found(parts.across(node)));
        };
    }

    private Read<Parts> parts(Node concat, int axis, Affine a) {
        OptionalInt rank = view.rank(concat.output(0));
        long along = concat.attributes().getInt("axis", 0);
        if (rank.isEmpty()) {
            return Read.problem("the number of dimensions behind " + concat.label() + " is not known");
        }
        boolean splits = (along < 0 ? along + rank.getAsInt() : along) == axis;
        Read<Parts> all = Read.found(new Parts(List.of(), List.of(concat)));
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

    /** A constant term is changed itself; of two others one takes the summand. */
    private Read<Parts> terms(Node sum, int axis, Affine a) {
        Optional<ConstantOperand> constant = ConstantOperand.of(sum, view);
        if (constant.isPresent()) {
            ConstantOperand operand = constant.get();
            double sign = sum.is("Sub") && !operand.isFirst() ? -1 : 1;
            return changed(operand, axis, sum, a.factors(), (c, t) -> t * c)
                    .then(scaled -> {
                        double[] shift =
                                Arrays.stream(a.shifts()).map(s -> sign * s).toArray();
                        ConstantOperand after = new ConstantOperand(sum, operand.index(), scaled);
                        return a.isScale() ? Read.found(scaled) : changed(after, axis, sum, shift, Double::sum);
                    })
                    .then(values -> withConstant(operand, values, axis, a.scale()));
        }
        return bothDimensions(sum).then(ok -> {
            Read<Parts> first = into(sum.input(0), sum, axis, a);
            if (a.isShift()) {
                double[] shift = Arrays.stream(a.shifts())
                        .map(s -> sum.is("Sub") ? -s : s)
                        .toArray();
                return first.either(Read::found, reason -> into(sum.input(1), sum, axis, Affine.shift(1, shift)))
                        .then(parts -> Read.found(parts.across(sum)));
            }
            return first.then(one -> into(sum.input(1), sum, axis, a.scale())
                    .then(other -> Read.found(one.with(other).across(sum))));
        });
    }

    private Read<Parts> factors(Node product, int axis, Affine a) {
        if (!a.isScale()) {
            return Read.problem("no summand passes " + product.label());
        }
        return bothDimensions(product).then(ok -> {
            Read<Parts> first =
                    view.isConstant(product.input(0)) ? Read.problem("") : into(product.input(0), product, axis, a);
            boolean other = product.is("Mul") && !view.isConstant(product.input(1));
            return first.either(
                            Read::found,
                            reason -> other ? into(product.input(1), product, axis, a) : Read.<Parts>problem(reason))
                    .then(parts -> Read.found(parts.across(product)));
        });
    }

    /** Neither may be broadcast to more dimensions: its channels would lie elsewhere. */
    private Read<Node> bothDimensions(Node node) {
        OptionalInt one = view.rank(node.input(0));
        boolean constant = view.isConstant(node.input(0)) || view.isConstant(node.input(1));
        return one.isPresent() && (constant || one.equals(view.rank(node.input(1))))
                ? Read.found(node)
                : Read.problem("the operands of " + node.label() + " are not known to have as many dimensions");
    }

    private Read<NdArray> changed(
            ConstantOperand operand, int axis, Node sum, double[] channelwise, DoubleBinaryOperator function) {
        OptionalInt rank = view.rank(operand.data());
        if (rank.isEmpty() || rank.getAsInt() < operand.values().rank() || rank.getAsInt() <= axis) {
            return Read.problem("the number of dimensions before " + sum.label() + " is not known");
        }
        long[] dims = new long[rank.getAsInt() - axis];
        Arrays.fill(dims, 1);
        dims[0] = channelwise.length;
        NdArray other = new NdArray(operand.values().type(), dims, channelwise);
        NdArray result = operand.values().broadcast(other, function);
        return result.values().length <= Math.max(operand.size(), channelwise.length)
                ? Read.found(result)
                : Read.problem("the constant of " + sum.label() + " would grow");
    }

    private Read<Parts> withConstant(ConstantOperand operand, NdArray values, int axis, Affine scale) {
        Node node = operand.node();
        Parts own = Parts.of(LayerChange.of(NodeChange.of(node).with(operand.index(), values)), List.of(node));
        return into(operand.data(), node, axis, scale).then(parts -> Read.found(parts.with(own)));
    }

    private Read<Parts> laidOut(Node flatten, int axis, Affine a) {
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

    private Read<Parts> shuffled(Node reshape, int axis, Affine a) {
        Function<ChannelShuffle, Read<Parts>> beyond = shuffle -> {
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
