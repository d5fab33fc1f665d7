package io.reparam.fold.rule;

import io.reparam.fold.GraphEdit;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Conv whose weights are known.
 *
 * @param node the Conv
 * @param weight {@code [outC, inC/G, kernel..]}
 * @param bias {@code [outC]}; zeros where the node has none
 */
record ConstantConv(Node node, NdArray weight, NdArray bias) {

    /** Why the Conv before a node cannot take it in; empty if it can. */
    static Optional<String> problem(Node conv, Node reader, GraphView view) {
        if (!view.readOnlyBy(reader, conv.output(0))) {
            return Optional.of("the output of " + conv.label() + " is also read elsewhere or a graph output");
        }
        return problem(conv, view);
    }

    /** Why the numbers of a Conv are not known; empty if they are. */
    static Optional<String> problem(Node conv, GraphView view) {
        for (int i = 1; i <= 2; i++) {
            if (!conv.hasInput(i)) {
                continue;
            }
            Optional<NdArray> value = view.constant(conv.input(i));
            if (value.isEmpty()) {
                return Optional.of(
                        conv.label() + " reads '" + conv.input(i) + "', which is no constant of float32 or float64");
            }
            if (!value.get().type().isReal()) {
                return Optional.of(
                        conv.label() + " has weights of type " + value.get().type() + ", not float32 or float64");
            }
        }
        if (!conv.hasInput(1)) {
            return Optional.of(conv.label() + " has no weights");
        }
        NdArray weight = view.constant(conv.input(1)).orElseThrow();
        long groups = conv.attributes().getInt("group", 1);
        if (weight.rank() < 3 || weight.values().length == 0 || groups < 1 || weight.dim(0) % groups != 0) {
            return Optional.of(conv.label() + " has weights that do not share out to its " + groups + " groups");
        }
        return Optional.empty();
    }

    /** Only after {@link #problem} found none. */
    static ConstantConv of(Node node, GraphView view) {
        NdArray weight = view.constant(node.input(1)).orElseThrow();
        NdArray bias = node.hasInput(2)
                ? view.constant(node.input(2)).orElseThrow()
                : new NdArray(weight.type(), new long[] {weight.dims()[0]}, new double[weight.dim(0)]);
        return new ConstantConv(node, weight, bias);
    }

    int channels() {
        return weight.dim(0);
    }

    NdArray scaledWeight(double[] perOutput) {
        int[] dims = IntStream.range(0, weight.rank()).map(weight::dim).toArray();
        return weight.with(new ConvWeights(dims, weight.values())
                .scaledPerOutput(perOutput)
                .values());
    }

    /** Lets this Conv, with other weights, compute what a later node computed. */
    void absorb(GraphEdit edit, Node absorbed, NdArray newWeight, NdArray newBias) {
        List<String> inputs = new ArrayList<>();
        inputs.add(node.input(0));
        inputs.add(edit.store(node.input(1), newWeight, node));
        inputs.add(
                node.hasInput(2) ? edit.store(node.input(2), newBias, node) : edit.store(node.id() + ".bias", newBias));
        edit.absorb(node, node.withInputs(inputs), absorbed);
    }

    /** The same with the bias left out where there was none. */
    void absorb(GraphEdit edit, Node absorbed, NdArray newWeight) {
        String stored = edit.store(node.input(1), newWeight, node);
        edit.absorb(node, node.withInputs(List.of(node.input(0), stored)), absorbed);
    }
}
