package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.ElementType;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Weights between channels: {@code [rows, columns, kernel..]}. Rows share out evenly to the groups; the columns of each group are
 * other channels. Conv {@code [outC, inC/G, ..]}, ConvTranspose {@code [inC, outC/G, ..]}, Gemm and MatMul {@code [K, N]} or
 * transposed, with one group.
 *
 * @param array the numbers
 * @param groups G
 * @param rowsAreOutputs whether the first dimension counts outputs
 */
public record ChannelWeights(NdArray array, int groups, boolean rowsAreOutputs) {

    /** Of a Conv. */
    public static ChannelWeights of(ConvWeights weights, int groups) {
        long[] dims = Arrays.stream(weights.dims()).asLongStream().toArray();
        return new ChannelWeights(new NdArray(ElementType.DOUBLE, dims, weights.values()), groups, true);
    }

    public int inputs() {
        return rowsAreOutputs ? array.dim(1) * groups : array.dim(0);
    }

    public int outputs() {
        return rowsAreOutputs ? array.dim(0) : array.dim(1) * groups;
    }

    NdArray scaledOutputs(double[] factors) {
        return rowsAreOutputs ? scaledRows(factors) : scaledColumns(factors);
    }

    NdArray scaledInputs(double[] factors) {
        return rowsAreOutputs ? scaledColumns(factors) : scaledRows(factors);
    }

    private NdArray scaledRows(double[] factors) {
        return scaled(array.count() / Math.max(1, array.dim(0)), factors, run -> run);
    }

    private NdArray scaledColumns(double[] factors) {
        int kernel = array.count() / Math.max(1, array.dim(0)) / Math.max(1, array.dim(1));
        return scaled(kernel, factors, run -> columnChannel(run * kernel));
    }

    /** @param channel of a run of so many elements */
    private NdArray scaled(int length, double[] factors, IntUnaryOperator channel) {
        double[] values = array.values();
        double[] scaled = new double[values.length];
        for (int run = 0; run * length < scaled.length; run++) {
            double factor = factors[channel.applyAsInt(run)];
            for (int i = run * length; i < (run + 1) * length; i++) {
                scaled[i] = factor * values[i];
            }
        }
        return array.with(scaled);
    }

    /** {@code out[o] = sum W[o,i,..] constants[i]}: what comes out where each input channel is the same everywhere. */
    public double[] applied(double[] constants) {
        double[] out = new double[outputs()];
        for (int i = 0; i < array.values().length; i++) {
            out[output(i)] += array.values()[i] * constants[input(i)];
        }
        return out;
    }

    private int output(int element) {
        return rowsAreOutputs ? row(element) : columnChannel(element);
    }

    private int input(int element) {
        return rowsAreOutputs ? columnChannel(element) : row(element);
    }

    private int row(int element) {
        return element / (array.count() / array.dim(0));
    }

    private int columnChannel(int element) {
        int row = row(element);
        int inRow = array.count() / array.dim(0);
        int column = element % inRow / (inRow / array.dim(1));
        return row / (array.dim(0) / groups) * array.dim(1) + column;
    }
}
