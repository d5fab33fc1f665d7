package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;

/**
 * GE without parameters and of global extent: {@code sigmoid(z)}, z the global average over H, W.
 *
 * @see <a href="https://arxiv.org/abs/1810.12348">Hu et al., Gather-Excite</a>
 */
final class GatherExcite extends ChannelGate {
    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return f.activation(f.globalAverage(map), Activation.SIGMOID);
    }
}
