package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;

/** {@code max(x, 0)}, any shape. */
public final class Relu extends SingleOutputBlock {

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        return Activation.relu(x);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
