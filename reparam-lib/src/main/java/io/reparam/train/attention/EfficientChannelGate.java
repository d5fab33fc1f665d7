package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.Initial;

/**
 * ECA: {@code sigmoid(conv_k(z))}, a convolution of k taps along the channels with zeros at both ends and no bias; k is the odd
 * number next to {@code |(log2 C + 1) / 2|}.
 *
 * @see <a href="https://arxiv.org/abs/1910.03151">Wang et al., ECA-Net</a>
 */
final class EfficientChannelGate extends ChannelGate {
    private final Convolution alongChannels;

    EfficientChannelGate(int channels) {
        alongChannels = part("conv", alongChannels(channels));
    }

    /** On {@code [N, 1, C, 1]}. */
    static Convolution alongChannels(int channels) {
        int taps = (int) Math.abs((Math.log(channels) / Math.log(2) + 1) / 2);
        int odd = taps % 2 == 1 ? taps : taps + 1;
        return new Convolution(1, 1, Geometry.rectangle(odd, 1, 1), false, Initial.linear(odd));
    }

    /** {@code [N, C, 1, 1] -> [N, C, 1, 1]}. */
    static <V> V along(BlockOperators<V> f, Convolution conv, V z) {
        return f.transpose(f.apply(conv, f.transpose(z, 0, 2, 1, 3)), 0, 2, 1, 3);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return f.activation(along(f, alongChannels, f.globalAverage(map)), Activation.SIGMOID);
    }
}
