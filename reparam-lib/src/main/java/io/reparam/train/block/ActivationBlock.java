package io.reparam.train.block;

/** An activation as a block of its own. */
public final class ActivationBlock extends NetBlock {
    private final Activation function;

    public ActivationBlock(Activation function) {
        this.function = function;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.activation(x, function);
    }
}
