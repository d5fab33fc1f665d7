package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;

/**
 * CBAM's channel half: {@code sigmoid(MLP(average) + MLP(max))} over H, W; one MLP without bias for both, {@code C -> C / 16 ->
 * C}. Of psi it is {@code sigmoid(2 MLP(psi))}.
 *
 * @see <a href="https://arxiv.org/abs/1807.06521">Woo et al., CBAM: Convolutional Block Attention Module</a>
 */
final class CbamChannelGate extends ChannelGate {
    private final Convolution reduce;
    private final Convolution expand;

    CbamChannelGate(int channels) {
        int hidden = SqueezeExcitation.hidden(channels);
        reduce = part("reduce", Convolution.pointwise(channels, hidden, false));
        expand = part("expand", Convolution.pointwise(hidden, channels, false));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return f.activation(f.add(mlp(f, f.globalAverage(map)), mlp(f, f.globalMax(map))), Activation.SIGMOID);
    }

    @Override
    public <V> V ofPsi(BlockOperators<V> f, V psi) {
        return f.activation(f.times(mlp(f, psi), 2), Activation.SIGMOID);
    }

    private <V> V mlp(BlockOperators<V> f, V z) {
        return f.apply(expand, f.activation(f.apply(reduce, z), Activation.RELU));
    }
}
