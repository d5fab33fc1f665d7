package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay: {@code m = momentum m + rate (g + decay w)}, {@code w = w - m}.
 */
final class MomentumSgd extends Optimizer {
    private final float momentum;
    private final float weightDecay;

    /** @param block initialised; its parameters are marked as wanting a gradient */
    MomentumSgd(Block block, NDManager manager, float momentum, float weightDecay) {
        super(block, manager, 1);
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    void update(NDArray weight, NDArray gradient, List<NDArray> state, float rate) {
        NDList inputs = new NDList(weight, gradient, state.get(0));
        weight.getNDArrayInternal().sgdUpdate(inputs, new NDList(weight), rate, weightDecay, 1, -1, momentum, true);
    }
}
