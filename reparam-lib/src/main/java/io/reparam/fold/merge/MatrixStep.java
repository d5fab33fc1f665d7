package io.reparam.fold.merge;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.ChannelAxis;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.layer.ScaleSource;
import io.reparam.fold.layer.ShiftSource;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * An operator on rows as a matrix: {@code y = x W + b}.
 *
 * @param node a MatMul or Gemm with known weights, or an Add, Sub, Mul or Div of one number a column
 * @param input x
 * @param rows numbers that a row of x has
 * @param map W and b, read when they are needed: most operators are in no place where they fold
 * @param weights numbers in W that the node stores, 0 if it acts on each column alone
 */
record MatrixStep(Node node, String input, int rows, Supplier<MatrixMap> map, long weights) {

    /**
     * Empty if an operator is not one.
     *
     * @param columns of its output
     */
    static Optional<MatrixStep> of(Node node, int columns, GraphView view) {
        if (!node.domain().isEmpty()) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "MatMul" -> view.isConstant(node.input(0)) ? Optional.empty() : matMul(node, columns, view);
            case "Gemm" -> gemm(node, columns, view);
            case "Add", "Sub", "Mul", "Div" -> columnwise(node, columns, view);
            default -> Optional.empty();
        };
    }

    private static Optional<MatrixStep> matMul(Node node, int columns, GraphView view) {
        return ConstantMatMul.read(node, view)
                .either(Optional::of, reason -> Optional.<ConstantMatMul>empty())
                .filter(matMul -> matMul.weights().outputs() == columns)
                .map(matMul -> {
                    NdArray w = matMul.weights().array();
                    return new MatrixStep(
                            node,
                            node.input(0),
                            w.dim(0),
                            () -> new MatrixMap(w.dim(0), columns, w.values(), new double[columns]),
                            w.count());
                });
    }

    private static Optional<MatrixStep> gemm(Node node, int columns, GraphView view) {
        return ConstantGemm.read(node, view)
                .either(Optional::of, reason -> Optional.<ConstantGemm>empty())
                .filter(gemm -> gemm.weights().outputs() == columns
                        && gemm.bias().count() == columns
                        && node.attributes().getInt("transA", 0) == 0)
                .map(gemm -> new MatrixStep(
                        node,
                        node.input(0),
                        gemm.weights().inputs(),
                        () -> map(gemm, columns),
                        gemm.weights().array().count()));
    }

    private static MatrixMap map(ConstantGemm gemm, int columns) {
        double alpha = gemm.node().attributes().getFloat("alpha", 1);
        double beta = gemm.node().attributes().getFloat("beta", 1);
        int rows = gemm.weights().inputs();
        double[] b = gemm.weights().array().values();
        boolean transposed = gemm.weights().rowsAreOutputs();
        double[] w = IntStream.range(0, rows * columns)
                .mapToDouble(i -> alpha * (transposed ? b[i % columns * rows + i / columns] : b[i]))
                .toArray();
        double[] c = Arrays.stream(gemm.bias().values())
                .map(v -> beta == 0 ? 0 : beta * v)
                .toArray();
        return new MatrixMap(rows, columns, w, c);
    }

    private static Optional<MatrixStep> columnwise(Node node, int columns, GraphView view) {
        AffineSource source = node.is("Mul") || node.is("Div") ? new ScaleSource() : new ShiftSource();
        Optional<String> data = source.data(node, view);
        OptionalInt rank = data.map(view::rank).orElse(OptionalInt.empty());
        if (rank.isEmpty() || rank.getAsInt() < 2) {
            return Optional.empty();
        }
        return source.read(node, new ChannelAxis(ChannelAxis.LAST, rank, columns), view)
                .either(
                        affine -> Optional.of(
                                new MatrixStep(node, data.get(), columns, () -> MatrixMap.diagonal(affine), 0)),
                        reason -> Optional.empty());
    }
}
