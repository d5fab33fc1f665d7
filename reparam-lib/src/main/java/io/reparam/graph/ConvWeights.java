package io.reparam.graph;

import java.util.Arrays;

/**
 * The weights of a convolution in float64, {@code [outC][inC/G][kH][kW]} or with any number of spatial dimensions; a tap is one
 * element of the kernel, counted row-major. Methods return changed copies.
 *
 * @param dims {@code {outC, inC/G, kernel..}}, the first at least 1
 * @param values row-major; as many as the product of dims
 */
public record ConvWeights(int[] dims, double[] values) {

    /** @throws IllegalArgumentException if the number of values is not the product of the dimensions */
    public ConvWeights {
        if (dims.length < 2 || dims[0] < 1 || product(dims) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " weights cannot have the shape " + Arrays.toString(dims));
        }
    }

    public int outC() {
        return dims[0];
    }

    /** {@code inC/G}. */
    public int inPerGroup() {
        return dims[1];
    }

    public int[] kernel() {
        return Arrays.copyOfRange(dims, 2, dims.length);
    }

    /** Number of elements of the kernel. */
    public int taps() {
        return product(kernel());
    }

    /**
     * {@code W'[o,..] = scale[o] W[o,..]}, whatever the groups.
     *
     * @param scale {@code [outC]}
     */
    public ConvWeights scaledPerOutput(double[] scale) {
        if (scale.length != outC()) {
            throw new IllegalArgumentException(scale.length + " factors for " + outC() + " output channels");
        }
        int filter = values.length / outC();
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = scale[i / filter] * values[i];
        }
        return new ConvWeights(dims, scaled);
    }

    /** The same convolution in fewer groups: zeros where an output did not see an input. {@code to} divides {@code from}. */
    public ConvWeights regrouped(int from, int to) {
        int taps = taps();
        int width = inPerGroup() * from / to;
        double[] wide = new double[outC() * width * taps];
        for (int o = 0; o < outC(); o++) {
            int first = o / (outC() / from) * inPerGroup() - o / (outC() / to) * width;
            System.arraycopy(values, o * inPerGroup() * taps, wide, (o * width + first) * taps, inPerGroup() * taps);
        }
        return new ConvWeights(shape(outC(), width, kernel()), wide);
    }

    /**
     * The same taps in a larger kernel, zeros between and around them.
     *
     * @param kernel the larger kernel's shape
     * @param at the new place of each tap
     */
    public ConvWeights paddedTo(int[] kernel, int[] at) {
        int[] changed = shape(outC(), inPerGroup(), kernel);
        int taps = product(kernel);
        double[] padded = new double[product(changed)];
        for (int filter = 0; filter < outC() * inPerGroup(); filter++) {
            for (int k = 0; k < at.length; k++) {
                padded[filter * taps + at[k]] = values[filter * at.length + k];
            }
        }
        return new ConvWeights(changed, padded);
    }

    /** Element by element; both of one shape. */
    public ConvWeights plus(ConvWeights other) {
        if (!Arrays.equals(dims, other.dims)) {
            throw new IllegalArgumentException(
                    "weights of shapes " + Arrays.toString(dims) + " and " + Arrays.toString(other.dims));
        }
        double[] sum = new double[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = values[i] + other.values[i];
        }
        return new ConvWeights(dims, sum);
    }

    /**
     * One convolution for this one and the next: {@code K[o,i,at(l,k)] = sum_t,l,k N[o,t,l] W[t,i,k]}.
     *
     * @param next N, of as many groups as this one
     * @param kernel the shape of K's kernel
     * @param at the place in it of tap k of this kernel seen through tap l of the next: {@code at[l][k]}
     */
    public ConvWeights then(ConvWeights next, int groups, int[] kernel, int[][] at) {
        int[] changed = shape(next.outC(), inPerGroup(), kernel);
        double[] composed = new double[product(changed)];
        int taps = product(kernel);
        int innerTaps = taps();
        int between = next.inPerGroup();
        for (int o = 0; o < next.outC(); o++) {
            int firstBetween = o / (next.outC() / groups) * between;
            for (int t = 0; t < between; t++) {
                for (int l = 0; l < at.length; l++) {
                    double factor = next.values[(o * between + t) * at.length + l];
                    if (factor == 0) {
                        continue; // depthwise weights in fewer groups are mostly zeros
                    }
                    for (int i = 0; i < inPerGroup(); i++) {
                        int from = ((firstBetween + t) * inPerGroup() + i) * innerTaps;
                        int to = (o * inPerGroup() + i) * taps;
                        for (int k = 0; k < innerTaps; k++) {
                            composed[to + at[l][k]] += factor * values[from + k];
                        }
                    }
                }
            }
        }
        return new ConvWeights(changed, composed);
    }

    private static int[] shape(int outC, int inPerGroup, int[] kernel) {
        int[] shape = new int[kernel.length + 2];
        shape[0] = outC;
        shape[1] = inPerGroup;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return shape;
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }
}
