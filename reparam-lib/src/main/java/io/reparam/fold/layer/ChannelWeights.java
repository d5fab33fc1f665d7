package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.ConvWeights;
import io.reparam.graph.ElementType;
import java.util.Arrays;

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
        double[] scaled = new double[array.values().length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = factors[output(i)] * array.values()[i];
        }
        return array.with(scaled);
    }

    NdArray scaledInputs(double[] factors) {
        double[] scaled = new double[array.values().length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = factors[input(i)] * array.values()[i];
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
