package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.Widths;

/**
 * SE: {@code act(W2 relu(W1 z + b1) + b2)} with z the global average over H, W; {@code W1 [hidden, C]}, {@code W2 [C, hidden]}.
 *
 * @see <a href="https://arxiv.org/abs/1709.01507">Hu et al., Squeeze-and-Excitation Networks</a>
 */
final class SqueezeExcitation extends ChannelGate {
    private final Convolution reduce;
    private final Convolution expand;
    private final Activation gate;

    private SqueezeExcitation(int channels, int hidden, Activation gate) {
        this.gate = gate;
        reduce = part("reduce", Convolution.pointwise(channels, hidden, true));
        expand = part("expand", Convolution.pointwise(hidden, channels, true));
    }

    /** hidden = max(1, round(C / 16)), sigmoid. */
    static SqueezeExcitation of(int channels) {
        return new SqueezeExcitation(channels, hidden(channels), Activation.SIGMOID);
    }

    /**
     * MobileNetV3's own: hidden = C / 4 rounded to a multiple of 8 that is not below 0.9 of it, hard-sigmoid.
     *
     * @see <a href="https://arxiv.org/abs/1905.02244">Howard et al., Searching for MobileNetV3</a>
     */
    static SqueezeExcitation hard(int channels) {
        return new SqueezeExcitation(channels, Widths.multipleOf8(channels / 4.0), Activation.HARD_SIGMOID);
    }

    /** What the modules with a bottleneck of a sixteenth have inside. */
    static int hidden(int channels) {
        return Math.max(1, Math.round(channels / 16f));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V hidden = f.activation(f.apply(reduce, f.globalAverage(map)), Activation.RELU);
        return f.activation(f.apply(expand, hidden), gate);
    }
}
