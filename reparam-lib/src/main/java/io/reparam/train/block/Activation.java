package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A function of each element. */
public enum Activation {
    RELU(ai.djl.nn.Activation::relu),
    /** {@code min(max(x, 0), 6)}. */
    RELU6(Activation::upTo6),
    SIGMOID(ai.djl.nn.Activation::sigmoid),
    TANH(ai.djl.nn.Activation::tanh),
    /** {@code min(max(x / 6 + 1/2, 0), 1)}. */
    HARD_SIGMOID(Activation::hardSigmoid),
    /** {@code x hardSigmoid(x)}. */
    HARD_SWISH(x -> x.mul(hardSigmoid(x))),
    /** {@code x Phi(x)} with the distribution function of N(0, 1). */
    GELU(ai.djl.nn.Activation::gelu);

    private final UnaryOperator<NDArray> function;

    Activation(UnaryOperator<NDArray> function) {
        this.function = function;
    }

    NDArray of(NDArray x) {
        return function.apply(x);
    }

    private static NDArray hardSigmoid(NDArray x) {
        return upTo6(x.add(3)).div(Scalar.of(6, x.getManager()));
    }

    private static NDArray upTo6(NDArray x) {
        return x.clip(0, 6);
    }
}
