package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;

/**
 * CBAM: its channel half, then {@code sigmoid(BN(conv7x7([max; mean])))}, max and mean over the channels, for each position.
 *
 * @see <a href="https://arxiv.org/abs/1807.06521">Woo et al., CBAM: Convolutional Block Attention Module</a>
 */
final class CbamAttention extends NetBlock {
    private final CbamChannelGate channels;
    private final Convolution conv;
    private final BatchNormalization norm;

    CbamAttention(int channels) {
        this.channels = part("channels", new CbamChannelGate(channels));
        conv = part("conv", new Convolution(2, 1, Geometry.square(7, 1)));
        norm = part("norm", new BatchNormalization(1));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V y = f.mul(map, f.apply(channels, map));
        V summary = f.concat(1, List.of(f.max(y, 1), f.mean(y, 1)));
        return f.mul(y, f.activation(f.apply(norm, f.apply(conv, summary)), Activation.SIGMOID));
    }
}
