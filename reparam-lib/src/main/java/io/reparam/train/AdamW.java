package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Adam with decoupled weight decay: {@code m} and {@code v} are running means of the gradient and of its square,
 * {@code w = w - rate (c m / (sqrt(v) + 1e-8) + decay w)}, where {@code c} corrects both for their start at 0. A weight moves by
 * about the rate however small its gradient is, which is how a gate learns beside a convolution.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled Weight Decay Regularization</a>
 */
final class AdamW extends Optimizer {
    private static final float SQUARES = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final float momentum;
    private final float weightDecay;
    private int steps;

    /**
     * @param block initialised; its parameters are marked as wanting a gradient
     * @param momentum share of the mean gradient that a step keeps
     */
    AdamW(Block block, NDManager manager, float momentum, float weightDecay) {
        super(block, manager, 2);
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    void step(float rate) {
        steps++;
        super.step(rate);
    }

    @Override
    void update(NDArray weight, NDArray gradient, List<NDArray> state, float rate) {
        double firstStart = 1 - Math.pow(momentum, steps);
        double secondStart = 1 - Math.pow(SQUARES, steps);
        float corrected = (float) (rate * Math.sqrt(secondStart) / firstStart);
        NDList inputs = new NDList(weight, gradient, state.get(0), state.get(1));
        weight.getNDArrayInternal()
                .adamUpdate(
                        inputs,
                        new NDList(weight),
                        rate,
                        corrected,
                        weightDecay,
                        1,
                        -1,
                        momentum,
                        SQUARES,
                        EPSILON,
                        true,
                        true);
    }

    @Override
    void save(DataOutputStream out) throws IOException {
        out.writeInt(steps);
        super.save(out);
    }

    @Override
    void load(NDManager manager, DataInputStream in) throws IOException {
        steps = in.readInt();
        super.load(manager, in);
    }
}
