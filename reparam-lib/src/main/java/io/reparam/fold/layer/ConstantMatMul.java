package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.RealInputs;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A MatMul {@code y = x W} or {@code y = W x} whose W is known, alone or with the Add of a known b after it.
 *
 * <p>After it, {@code y[n] -> t[n] y[n] + s[n]}: {@code W'[k,n] = t[n] W[k,n]}, {@code b' = t b + s}. Before it, {@code x[k] ->
 * t[k] x[k] + s[k]}: {@code W'[k,n] = t[k] W[k,n]}, {@code b'[n] = sum s[k] W[k,n]}. A MatMul alone has no place for b: an Add
 * follows it. Shapes: x {@code [..,K]}, W {@code [K,N]}, b {@code [N]}; with W first x {@code [..,K,L]}, W {@code [N,K]}, b
 * {@code [N,1]}.
 *
 * <p>Refused when W has another number of dimensions or no element, when W comes first and the rank of x is not known, or when b
 * does not act on the channels alone.
 *
 * @param node the MatMul
 * @param weights W
 * @param index which input of the MatMul W is
 * @param rank of x and y, if known
 * @param sum the Add and its b, if there is one
 */
public record ConstantMatMul(
        Node node, ChannelWeights weights, int index, OptionalInt rank, Optional<ConstantOperand> sum)
        implements OutputLayer, InputLayer {

    public static Result<ConstantMatMul> read(Node node, GraphView view) {
        int index = view.isConstant(node.input(0)) ? 0 : 1;
        OptionalInt rank = view.rank(node.input(1 - index));
        return RealInputs.read(node, view, index).map(inputs -> inputs.get(0)).then(w -> {
            if (w.rank() != 2 || w.count() == 0) {
                return Result.problem(node.label() + " has weights of " + w.rank() + " dimensions, not 2");
            }
            return index == 0 && rank.orElse(0) < 2
                    ? Result.problem(node.label() + " has its weights first, and the number of dimensions of '"
                            + node.input(1) + "' is not known")
                    : Result.found(new ConstantMatMul(
                            node, new ChannelWeights(w, 1, index == 0), index, rank, Optional.empty()));
        });
    }

    /** Whether one of the matrices is a constant. */
    public static boolean isLayer(Node node, GraphView view) {
        return node.is("MatMul") && (view.isConstant(node.input(0)) || view.isConstant(node.input(1)));
    }

    @Override
    public String data() {
        return node.input(1 - index);
    }

    /** Whether this is the Add after a MatMul. */
    public static boolean isSum(Node add, GraphView view) {
        return add.is("Add") && product(add, view).isPresent();
    }

    /** Whether this is the Add after a MatMul that nobody else reads. */
    public static boolean isOnlySum(Node add, GraphView view) {
        return add.is("Add")
                && product(add, view)
                        .filter(product -> view.readOnlyBy(add, product.output(0)))
                        .isPresent();
    }

    /** Only after {@link #isSum} said so. */
    public static Result<ConstantMatMul> readSum(Node add, GraphView view) {
        ConstantOperand operand = ConstantOperand.of(add, view).orElseThrow();
        return read(product(add, view).orElseThrow(), view)
                .then(matMul -> matMul.outputs()
                        .spread(operand.values())
                        .about("the bias of " + add.label())
                        .then(b -> Result.found(matMul.with(operand, b))));
    }

    private static Optional<Node> product(Node add, GraphView view) {
        return ConstantOperand.of(add, view)
                .flatMap(operand -> view.graph().producer(operand.data()))
                .filter(producer -> producer.is("MatMul"));
    }

    private ConstantMatMul with(ConstantOperand operand, double[] b) {
        NdArray bias = new NdArray(operand.values().type(), biasDims(), b);
        return new ConstantMatMul(
                node, weights, index, rank, Optional.of(new ConstantOperand(operand.node(), operand.index(), bias)));
    }

    private long[] biasDims() {
        return index == 0 ? new long[] {weights.outputs(), 1} : new long[] {weights.outputs()};
    }

    @Override
    public List<Node> nodes() {
        return sum.map(add -> List.of(node, add.node())).orElse(List.of(node));
    }

    @Override
    public ChannelAxis outputs() {
        return new ChannelAxis(axis(), rank, weights.outputs());
    }

    @Override
    public ChannelAxis inputs() {
        return new ChannelAxis(axis(), rank, weights.inputs());
    }

    private int axis() {
        return index == 0 ? rank.orElseThrow() - 2 : ChannelAxis.LAST;
    }

    @Override
    public Result<LayerChange> followedBy(Affine a) {
        NodeChange product = NodeChange.of(node);
        if (!a.isShift()) {
            product = product.with(index, weights.scaledOutputs(a.factors()));
        }
        if (sum.isEmpty()) {
            return Result.found(withSummand(product, a.isScale(), a.shifts()));
        }
        ConstantOperand add = sum.get();
        NdArray bias = add.values().with(a.applied(add.values().values()));
        return Result.found(LayerChange.of(product, NodeChange.of(add.node()).with(add.index(), bias)));
    }

    @Override
    public Result<LayerChange> precededBy(Affine a) {
        NodeChange product = NodeChange.of(node);
        if (!a.isShift()) {
            product = product.with(index, weights.scaledInputs(a.factors()));
        }
        double[] shifts = weights.applied(a.shifts());
        if (sum.isEmpty() || a.isScale()) {
            return Result.found(withSummand(product, a.isScale(), shifts));
        }
        ConstantOperand add = sum.get();
        double[] bias = Affine.shift(1, shifts).applied(add.values().values());
        NodeChange changed =
                NodeChange.of(add.node()).with(add.index(), add.values().with(bias));
        return Result.found(LayerChange.of(product, changed));
    }

    private LayerChange withSummand(NodeChange product, boolean none, double[] shifts) {
        NdArray summand = new NdArray(weights.array().type(), biasDims(), shifts);
        return new LayerChange(List.of(product), none ? Optional.empty() : Optional.of(summand));
    }
}
