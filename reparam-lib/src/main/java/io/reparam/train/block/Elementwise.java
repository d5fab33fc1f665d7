package io.reparam.train.block;

/** An activation as a block of its own. */
public final class Elementwise extends NetBlock {
    private final Activation function;

    public Elementwise(Activation function) {
        this.function = function;
    }

    @Override
    public <V> V compute(Operators<V> f, V x) {
        return f.activation(x, function);
    }
}
