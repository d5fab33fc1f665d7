package io.reparam.fold.rule;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A MatMul {@code y = x W} whose W is known, alone or with the Add of a known b after it.
 *
 * <p>After it, {@code y[n] -> t[n] y[n] + s[n]}: {@code W'[k,n] = t[n] W[k,n]}, {@code b' = t b + s}. Before it, {@code x[k] ->
 * t[k] x[k] + s[k]}: {@code W'[k,n] = t[k] W[k,n]}, {@code b'[n] = sum s[k] W[k,n]}. A MatMul alone has no place for b: an Add
 * follows it. Shapes: x {@code [..,K]}, W {@code [K,N]}, b {@code [N]}.
 *
 * <p>Refused when W has another number of dimensions, or b does not act on the last axis alone.
 *
 * @param node the MatMul
 * @param weights W
 * @param rank of x and y, if known
 * @param sum the Add and its b, if there is one
 */
record ConstantMatMul(Node node, ChannelWeights weights, OptionalInt rank, Optional<ConstantOperand> sum)
        implements OutputLayer, InputLayer {

    static Read<ConstantMatMul> read(Node node, GraphView view) {
        return Read.unless(
                        RealInputs.problem(node, view, 1),
                        () -> view.constant(node.input(1)).orElseThrow())
                .then(w -> w.rank() != 2 || w.values().length == 0
                        ? Read.problem(node.label() + " has weights of " + w.rank() + " dimensions, not 2")
                        : Read.found(new ConstantMatMul(
                                node, new ChannelWeights(w, 1, false), view.rank(node.input(0)), Optional.empty())));
    }

    /** Whether this is the Add after a MatMul. */
    static boolean isSum(Node add, GraphView view) {
        return add.is("Add") && product(add, view).isPresent();
    }

    /** Only after {@link #isSum} said so. */
    static Read<ConstantMatMul> readSum(Node add, GraphView view) {
        ConstantOperand operand = ConstantOperand.of(add, view).orElseThrow();
        return read(product(add, view).orElseThrow(), view)
                .then(matMul -> matMul.outputs()
                        .spread(operand.values())
                        .about("the bias of " + add.label())
                        .then(b -> Read.found(matMul.with(operand, b))));
    }

    private static Optional<Node> product(Node add, GraphView view) {
        return ConstantOperand.of(add, view)
                .flatMap(operand -> view.graph().producer(operand.data()))
                .filter(producer -> producer.is("MatMul"));
    }

    private ConstantMatMul with(ConstantOperand operand, double[] b) {
        NdArray bias = new NdArray(operand.values().type(), new long[] {b.length}, b);
        return new ConstantMatMul(
                node, weights, rank, Optional.of(new ConstantOperand(operand.node(), operand.index(), bias)));
    }

    @Override
    public List<Node> nodes() {
        return sum.map(add -> List.of(node, add.node())).orElse(List.of(node));
    }

    @Override
    public ChannelAxis outputs() {
        return new ChannelAxis(ChannelAxis.LAST, rank, weights.outputs());
    }

    @Override
    public ChannelAxis inputs() {
        return new ChannelAxis(ChannelAxis.LAST, rank, weights.inputs());
    }

    @Override
    public Read<LayerChange> followedBy(Affine a) {
        NodeChange product = NodeChange.of(node);
        if (!a.isShift()) {
            product = product.with(1, weights.scaledOutputs(a.factors()));
        }
        if (sum.isEmpty()) {
            return Read.found(withSummand(product, a.isScale(), a.shifts()));
        }
        ConstantOperand add = sum.get();
        NdArray bias = add.values().with(a.applied(add.values().values()));
        return Read.found(LayerChange.of(product, NodeChange.of(add.node()).with(add.index(), bias)));
    }

    @Override
    public Read<LayerChange> precededBy(Affine a) {
        NodeChange product = NodeChange.of(node);
        if (!a.isShift()) {
            product = product.with(1, weights.scaledInputs(a.factors()));
        }
        return Read.found(withSummand(product, a.isScale(), weights.applied(a.shifts())));
    }

    private LayerChange withSummand(NodeChange product, boolean none, double[] shifts) {
        NdArray summand = new NdArray(weights.array().type(), new long[] {shifts.length}, shifts);
        return new LayerChange(List.of(product), none ? Optional.empty() : Optional.of(summand));
    }
}
