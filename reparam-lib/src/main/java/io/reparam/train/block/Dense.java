package io.reparam.train.block;

import ai.djl.nn.Parameter;

/** A fully connected layer on the last axis: {@code [.., in] -> [.., out]}. */
public final class Dense extends NetBlock {
    private final Parameter weight;
    private final Parameter bias;

    /** Starts as PyTorch's does. */
    public Dense(int in, int out) {
        this(in, out, Initial.linear(in), Initial.linear(in));
    }

    public Dense(int in, int out, Initial weights, Initial biases) {
        weight = learnt("weight", weights, out, in);
        bias = learnt("bias", biases, out);
    }

    /** {@code [out, in]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [out]}. */
    public Parameter bias() {
        return bias;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.dense(x, this);
    }
}
