package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;

/**
 * SE: {@code sigmoid(W2 relu(W1 z + b1) + b2)} with z the global average over H, W; {@code W1 [hidden, C]}, {@code W2 [C,
 * hidden]}, hidden = max(1, round(C / 16)).
 *
 * @see <a href="https://arxiv.org/abs/1709.01507">Hu et al., Squeeze-and-Excitation Networks</a>
 */
public final class SqueezeExcitation extends ChannelGate {
    private static final int REDUCTION = 16;

    private final Linear reduce;
    private final Linear expand;

    /** @param channels C of the map */
    public SqueezeExcitation(int channels) {
        int hidden = Math.max(1, Math.round((float) channels / REDUCTION));
        reduce = addChildBlock("reduce", Linears.uniform(channels, hidden));
        expand = addChildBlock("expand", Linears.uniform(hidden, channels));
    }

    /** Parameters {@code weight} [hidden, C], {@code bias} [hidden]. */
    public Linear reduce() {
        return reduce;
    }

    /** Parameters {@code weight} [C, hidden], {@code bias} [C]. */
    public Linear expand() {
        return expand;
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray map, boolean training) {
        NDArray hidden = Activation.relu(apply(reduce, parameters, Pool.globalAvgPool2d(map), training));
        NDArray gate = Activation.sigmoid(apply(expand, parameters, hidden, training));
        return gate.expandDims(2).expandDims(3);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape pooled = new Shape(inputs[0].get(0), inputs[0].get(1));
        reduce.initialize(manager, type, pooled);
        expand.initialize(manager, type, reduce.getOutputShapes(new Shape[] {pooled}));
    }
}
