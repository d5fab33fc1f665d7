package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Initial;

/**
 * GCT: {@code 1 + tanh(gamma * n + beta)}; {@code e = alpha * sqrt(sum x^2 + eps)} over H, W, and n is e divided by the root of
 * its mean square over the channels. alpha {@code [C]} starts at 1, gamma and beta {@code [C]} at 0: the gate starts at 1.
 *
 * @see <a href="https://arxiv.org/abs/1909.11519">Yang et al., Gated Channel Transformation for Visual Recognition</a>
 */
final class GatedChannelTransform extends ChannelGate {
    private static final float EPSILON = 1e-5f;

    private final Parameter alpha;
    private final Parameter gamma;
    private final Parameter beta;

    GatedChannelTransform(int channels) {
        alpha = learnt("alpha", Initial.constant(1), 1, channels, 1, 1);
        gamma = learnt("gamma", Initial.constant(0), 1, channels, 1, 1);
        beta = learnt("beta", Initial.constant(0), 1, channels, 1, 1);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V embedding = f.mul(f.sqrt(f.plus(f.globalSum(f.mul(map, map)), EPSILON)), f.weight(alpha));
        V scale = f.sqrt(f.plus(f.mean(f.mul(embedding, embedding), 1), EPSILON));
        V normalised = f.mul(f.div(embedding, scale), f.weight(gamma));
        return f.plus(f.activation(f.add(normalised, f.weight(beta)), Activation.TANH), 1);
    }
}
