package io.reparam.train.block;

/** A convolution without bias and the batch normalization after it: {@code [N, inC, H, W] -> [N, outC, H', W']}. */
public final class ConvBatchNorm extends NetBlock {
    private final Convolution conv;
    private final BatchNormalization norm;
    private final FeatureMap output;

    public ConvBatchNorm(FeatureMap in, int out, Geometry geometry) {
        conv = part("conv", new Convolution(in.channels(), out, geometry));
        norm = part("norm", new BatchNormalization(out));
        output = in.after(out, geometry);
    }

    public BatchNormalization norm() {
        return norm;
    }

    /** Size of the output. */
    public FeatureMap output() {
        return output;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.apply(norm, f.apply(conv, x));
    }
}
