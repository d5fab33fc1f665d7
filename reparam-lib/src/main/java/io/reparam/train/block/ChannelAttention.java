package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/** Ordinary, input-dependent attention: {@code y = x * gate(x)}, {@code [N, C, H, W] -> [N, C, H, W]}. */
public final class ChannelAttention extends SingleOutputBlock {
    private final ChannelGate gate;

    public ChannelAttention(ChannelGate gate) {
        this.gate = addChildBlock("gate", gate);
    }

    public ChannelGate gate() {
        return gate;
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        return x.mul(apply(gate, parameters, x, training));
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        gate.initialize(manager, type, inputs);
    }
}
