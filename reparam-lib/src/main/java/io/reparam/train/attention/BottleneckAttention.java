package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.ActivationBlock;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;

/**
 * BAM: {@code x * (1 + sigmoid(channels + positions))}. Channels: the global average through {@code FC -> BN -> relu -> FC} with
 * C / 16 inside. Positions: {@code 1x1 -> BN -> relu}, twice a 3x3 of dilation 4 with BN and relu, 1x1 to one map.
 *
 * @see <a href="https://arxiv.org/abs/1807.06514">Park et al., BAM: Bottleneck Attention Module</a>
 */
final class BottleneckAttention extends NetBlock {
    private static final int DILATION = 4;

    private final Sequence channelHalf = new Sequence();
    private final Sequence positionHalf = new Sequence();

    BottleneckAttention(int channels) {
        int hidden = SqueezeExcitation.hidden(channels);
        channelHalf
                .then("reduce", Convolution.pointwise(channels, hidden, true))
                .then("norm", new BatchNormalization(hidden))
                .then("relu", new ActivationBlock(Activation.RELU))
                .then("expand", Convolution.pointwise(hidden, channels, true));
        layer(0, new Convolution(channels, hidden, Geometry.square(1, 1)), hidden);
        for (int i = 1; i <= 2; i++) {
            layer(i, new Convolution(hidden, hidden, Geometry.square(3, 1).dilated(DILATION)), hidden);
        }
        positionHalf.then("last", Convolution.pointwise(hidden, 1, true));
        part("channels", channelHalf);
        part("positions", positionHalf);
    }

    private void layer(int index, Convolution conv, int channels) {
        positionHalf
                .then("conv" + index, conv)
                .then("norm" + index, new BatchNormalization(channels))
                .then("relu" + index, new ActivationBlock(Activation.RELU));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V sum = f.add(f.apply(positionHalf, x), f.apply(channelHalf, f.globalAverage(x)));
        return f.mul(x, f.plus(f.activation(sum, Activation.SIGMOID), 1));
    }
}
