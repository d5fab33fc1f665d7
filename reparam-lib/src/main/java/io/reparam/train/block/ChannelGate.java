package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * An attention module up to, but without, its multiplication: {@code [N, C, H, W] -> [N, C, 1, 1]}, one factor a channel. The
 * same gate serves ordinary attention, which feeds it the feature map, and ASR, which feeds it a learned vector.
 */
public abstract class ChannelGate extends SingleOutputBlock {

    /** @param map {@code [N, C, H, W]}, H and W at least 1 */
    @Override
    protected abstract NDArray forward(ParameterStore parameters, NDArray map, boolean training);

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), input.get(1), 1, 1);
    }
}
