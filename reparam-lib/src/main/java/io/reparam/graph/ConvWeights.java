package io.reparam.graph;

/**
 * The weights of a convolution in float64, {@code [outC][inC/G][kH][kW]} or with any number of spatial dimensions. Methods
 * return changed copies.
 *
 * @param outC output channels, at least 1
 * @param values row-major; a multiple of outC many
 */
public record ConvWeights(int outC, double[] values) {

    /** @throws IllegalArgumentException if the values do not share out evenly to the output channels */
    public ConvWeights {
        if (outC < 1 || values.length % outC != 0) {
            throw new IllegalArgumentException(
                    values.length + " weights do not share out evenly to " + outC + " output channels");
        }
    }

    /**
     * {@code W'[o,..] = scale[o] W[o,..]}, whatever the groups.
     *
     * @param scale {@code [outC]}
     */
    public ConvWeights scaledPerOutput(double[] scale) {
        if (scale.length != outC) {
            throw new IllegalArgumentException(scale.length + " factors for " + outC + " output channels");
        }
        int filter = values.length / outC;
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = scale[i / filter] * values[i];
        }
        return new ConvWeights(outC, scaled);
    }
}
