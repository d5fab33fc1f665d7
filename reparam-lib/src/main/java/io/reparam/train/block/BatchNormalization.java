package io.reparam.train.block;

import ai.djl.nn.Parameter;

/**
 * {@code gamma (x - mean) / sqrt(variance + eps) + beta} for each channel, axis 1; starts as the identity.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch Normalization</a>
 */
public final class BatchNormalization extends NetBlock {
    /** What is added to the variance. */
    public static final float EPSILON = 1e-5f;

    /** How much of the running averages stays at each step. */
    static final float MOMENTUM = 0.9f;

    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNormalization(int channels) {
        gamma = learnt("gamma", Initial.constant(1), channels);
        beta = learnt("beta", Initial.constant(0), channels);
        mean = kept("mean", Initial.constant(0), channels);
        variance = kept("variance", Initial.constant(1), channels);
    }

    public Parameter gamma() {
        return gamma;
    }

    public Parameter beta() {
        return beta;
    }

    public Parameter mean() {
        return mean;
    }

    public Parameter variance() {
        return variance;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.batchNorm(x, this, true);
    }
}
