package io.reparam.train.block;

import ai.djl.nn.Parameter;

/**
 * {@code gamma (x - mean) / sqrt(variance + eps) + beta} over the last axis of {@code [.., features]}; starts as the
 * normalisation alone.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al., Layer Normalization</a>
 */
public final class LayerNormalization extends NetBlock {
    /** What is added to the variance; as in the published vision transformers. */
    public static final float EPSILON = 1e-6f;

    private final Parameter gamma;
    private final Parameter beta;

    public LayerNormalization(int features) {
        gamma = learnt("gamma", Initial.constant(1), features);
        beta = learnt("beta", Initial.constant(0), features);
    }

    public Parameter gamma() {
        return gamma;
    }

    public Parameter beta() {
        return beta;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.layerNorm(x, this);
    }
}
