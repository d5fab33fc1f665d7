package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.NetBlock;
import java.util.Objects;

/**
 * DIANet's LSTM cell: {@code i, f, g, o} are quarters of {@code small(z) + small'(h)}, where both small nets are {@code
 * FC(C, C/4) -> relu -> FC(C/4, 4C)}; {@code c = sigmoid(f) c + sigmoid(i) tanh(g)}, {@code h = sigmoid(o) sigmoid(c)}. All
 * states are {@code [N, C, 1, 1]}; they wait in the pass's memory between two places.
 *
 * @see <a href="https://arxiv.org/abs/1905.10671">Huang et al., DIANet, section 3</a>
 */
final class LstmCell extends NetBlock {
    private static final int REDUCTION = 4;

    private record Slot(LstmCell cell, String state) {}

    private final int channels;
    private final Slot hidden = new Slot(this, "hidden");
    private final Slot inner = new Slot(this, "inner");
    private final Convolution inputReduce;
    private final Convolution inputExpand;
    private final Convolution hiddenReduce;
    private final Convolution hiddenExpand;

    LstmCell(int channels) {
        this.channels = channels;
        int small = Math.max(1, channels / REDUCTION);
        inputReduce = part("inputReduce", Convolution.pointwise(channels, small, true));
        inputExpand = part("inputExpand", Convolution.pointwise(small, 4 * channels, true));
        hiddenReduce = part("hiddenReduce", Convolution.pointwise(channels, small, true));
        hiddenExpand = part("hiddenExpand", Convolution.pointwise(small, 4 * channels, true));
    }

    int channels() {
        return channels;
    }

    /** Both states to 0, in z's shape. */
    <V> void reset(BlockOperators<V> f, V z) {
        V zero = f.times(z, 0);
        f.memory().put(hidden, zero);
        f.memory().put(inner, zero);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V z) {
        V gates = f.add(small(f, inputReduce, inputExpand, z), small(f, hiddenReduce, hiddenExpand, state(f, hidden)));
        V input = f.activation(quarter(f, gates, 0), Activation.SIGMOID);
        V forget = f.activation(quarter(f, gates, 1), Activation.SIGMOID);
        V candidate = f.activation(quarter(f, gates, 2), Activation.TANH);
        V output = f.activation(quarter(f, gates, 3), Activation.SIGMOID);
        V c = f.add(f.mul(forget, state(f, inner)), f.mul(input, candidate));
        V h = f.mul(output, f.activation(c, Activation.SIGMOID));
        f.memory().put(inner, c);
        f.memory().put(hidden, h);
        return h;
    }

    private <V> V state(BlockOperators<V> f, Slot slot) {
        return Objects.requireNonNull(f.memory().get(slot), "the first place of a row resets the state");
    }

    private <V> V quarter(BlockOperators<V> f, V gates, int index) {
        return f.slice(gates, 1, index * channels, (index + 1) * channels);
    }

    private static <V> V small(BlockOperators<V> f, Convolution reduce, Convolution expand, V x) {
        return f.apply(expand, f.activation(f.apply(reduce, x), Activation.RELU));
    }
}
