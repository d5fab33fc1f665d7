package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;

/** Global average pool and a fully connected layer: {@code [N, C, H, W] -> [N, classes]} logits. */
public final class ClassifierHead extends SingleOutputBlock {
    private final int classes;
    private final Linear linear;

    public ClassifierHead(int channels, int classes) {
        this.classes = classes;
        linear = addChildBlock("linear", Linears.uniform(channels, classes));
    }

    /** Parameters {@code weight} [classes, C], {@code bias} [classes]. */
    public Linear linear() {
        return linear;
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        return apply(linear, parameters, Pool.globalAvgPool2d(x), training);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), classes);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        linear.initialize(manager, type, new Shape(inputs[0].get(0), inputs[0].get(1)));
    }
}
