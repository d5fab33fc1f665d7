package io.reparam.fold.eval;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;

/** Gemm and MatMul. */
final class MatrixProducts {
    static final Map<String, NodeFunction> OPERATORS =
            Map.ofEntries(entry("Gemm", MatrixProducts::gemm), entry("MatMul", MatrixProducts::matMul));

    private MatrixProducts() {}

    private static NdArray gemm(EvaluatedNode call) {
        NdArray a = call.attributes().getInt("transA", 0) == 0 ? call.in(0) : transposed(call.in(0));
        NdArray b = call.attributes().getInt("transB", 0) == 0 ? call.in(1) : transposed(call.in(1));
        double alpha = call.attributes().getFloat("alpha", 1);
        double beta = call.attributes().getFloat("beta", 1);
        NdArray product = new NdArray(a.type(), new long[] {a.dims()[0], b.dims()[1]}, multiply(a, 0, b, 0));
        NdArray scaled = Elementwise.map(product, x -> alpha * x);
        return call.optional(2)
                .map(c -> Arithmetic.broadcast(scaled, c, (x, y) -> x + beta * y))
                .orElse(scaled);
    }

    /** As numpy.matmul, but batches of different shapes only where one side has none. */
    private static NdArray matMul(EvaluatedNode call) {
        NdArray a = call.in(0);
        NdArray b = call.in(1);
        if (a.rank() == 1) {
            a = a.reshaped(1, a.dims()[0]);
        }
        if (b.rank() == 1) {
            b = b.reshaped(b.dims()[0], 1);
        }
        long[] batchA = Arrays.copyOf(a.dims(), a.rank() - 2);
        long[] batchB = Arrays.copyOf(b.dims(), b.rank() - 2);
        if (batchA.length > 0 && batchB.length > 0 && !Arrays.equals(batchA, batchB)) {
            throw new UnsupportedOperationException("MatMul with batches " + Arrays.toString(batchA) + " and "
                    + Arrays.toString(batchB) + " is not computed");
        }
        long[] batch = batchA.length > 0 ? batchA : batchB;
        int rows = a.dim(a.rank() - 2);
        int columns = b.dim(b.rank() - 1);
        int count = NdArray.size(batch);
        double[] out = new double[count * rows * columns];
        for (int i = 0; i < count; i++) {
            int atA = batchA.length > 0 ? i * rows * a.dim(a.rank() - 1) : 0;
            int atB = batchB.length > 0 ? i * b.dim(b.rank() - 2) * columns : 0;
            System.arraycopy(multiply(a, atA, b, atB), 0, out, i * rows * columns, rows * columns);
        }
        long[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = rows;
        dims[batch.length + 1] = columns;
        NdArray full = new NdArray(a.type(), dims, out);
        return withoutAdded(full, call.in(0).rank() == 1, call.in(1).rank() == 1);
    }

    private static NdArray withoutAdded(NdArray full, boolean row, boolean column) {
        if (!row && !column) {
            return full;
        }
        long[] dims = Arrays.copyOf(full.dims(), full.rank() - (column ? 1 : 0));
        if (row) {
            int at = full.rank() - 2;
            long[] shorter = new long[dims.length - 1];
            System.arraycopy(dims, 0, shorter, 0, at);
            System.arraycopy(dims, at + 1, shorter, at, dims.length - at - 1);
            dims = shorter;
        }
        return full.reshaped(dims);
    }

    /** The product of two matrices that start at these offsets. */
    private static double[] multiply(NdArray a, int atA, NdArray b, int atB) {
        int rows = a.dim(a.rank() - 2);
        int inner = a.dim(a.rank() - 1);
        int columns = b.dim(b.rank() - 1);
        if (b.dim(b.rank() - 2) != inner) {
            throw new UnsupportedOperationException(
                    "matrices with inner dimensions " + inner + " and " + b.dim(b.rank() - 2) + " do not multiply");
        }
        double[] out = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                double factor = a.values()[atA + r * inner + k];
                for (int c = 0; c < columns; c++) {
                    out[r * columns + c] += factor * b.values()[atB + k * columns + c];
                }
            }
        }
        return out;
    }

    private static NdArray transposed(NdArray in) {
        int rows = in.dim(0);
        int columns = in.dim(1);
        double[] out = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out[c * rows + r] = in.values()[r * columns + c];
            }
        }
        return new NdArray(in.type(), new long[] {columns, rows}, out);
    }
}
