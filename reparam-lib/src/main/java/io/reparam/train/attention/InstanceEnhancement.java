package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Initial;

/**
 * IE: {@code sigmoid(w * z + b)} with z the global average; w {@code [C]} starts at 0, b {@code [C]} at -1. IEBN is the same gate
 * on the gamma of the normalization before alone: {@code y = v * (BN(x) - beta) + beta}; after an activation, as in MobileNetV3's blocks, no
 * beta is left to spare, and it is IE.
 *
 * @see <a href="https://arxiv.org/abs/1909.05460">Liang et al., Instance Enhancement Batch Normalization</a>
 */
final class InstanceEnhancement extends ChannelGate {
    private final Parameter weight;
    private final Parameter bias;
    private final boolean keepsShift;

    /** @param keepsShift whether beta stays as it is: IEBN */
    InstanceEnhancement(int channels, boolean keepsShift) {
        this.keepsShift = keepsShift;
        weight = learnt("weight", Initial.constant(0), 1, channels, 1, 1);
        bias = learnt("bias", Initial.constant(-1), 1, channels, 1, 1);
    }

    @Override
    public boolean keepsShift() {
        return keepsShift;
    }

    /** {@code w * z + b}. */
    <V> V enhanced(BlockOperators<V> f, V z) {
        return f.add(f.mul(z, f.weight(weight)), f.weight(bias));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return f.activation(enhanced(f, f.globalAverage(map)), Activation.SIGMOID);
    }
}
