package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the weights of a block along their gradients. DJL's own optimizers compute the same but keep their state to themselves, so
 * that a run could not be resumed. One thread.
 */
abstract class Optimizer implements AutoCloseable {
    private final List<NDArray> weights = new ArrayList<>();
    /** For each weight as many arrays of its shape as the formula keeps. */
    private final List<List<NDArray>> states = new ArrayList<>();

    /**
     * @param block initialised; its parameters are marked as wanting a gradient
     * @param kept arrays of a weight's shape that the formula keeps from step to step
     */
    Optimizer(Block block, NDManager manager, int kept) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray weight = parameter.getArray();
                weight.setRequiresGradient(true);
                weights.add(weight);
                List<NDArray> state = new ArrayList<>();
                for (int i = 0; i < kept; i++) {
                    state.add(manager.zeros(weight.getShape(), weight.getDataType()));
                }
                states.add(state);
            }
        }
    }

    /** What the recipe names, with its numbers. */
    static Optimizer of(Recipe recipe, Block block, NDManager manager) {
        return switch (recipe.optimizer()) {
            case SGD -> new MomentumSgd(block, manager, recipe.momentum(), recipe.weightDecay());
            case ADAMW -> new AdamW(block, manager, recipe.momentum(), recipe.weightDecay());
        };
    }

    /** Takes one step along the gradients of the last backward pass, and clears them. */
    void step(float rate) {
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = weights.get(i);
            try (NDArray gradient = weight.getGradient()) {
                update(weight, gradient, states.get(i), rate);
            }
        }
    }

    /** Changes a weight and its state, and sets its gradient to 0. */
    abstract void update(NDArray weight, NDArray gradient, List<NDArray> state, float rate);

    void save(DataOutputStream out) throws IOException {
        for (List<NDArray> state : states) {
            for (NDArray kept : state) {
                byte[] encoded = kept.encode();
                out.writeInt(encoded.length);
                out.write(encoded);
            }
        }
    }

    void load(NDManager manager, DataInputStream in) throws IOException {
        for (List<NDArray> state : states) {
            for (NDArray kept : state) {
                try (NDArray saved = NDArray.decode(manager, in.readNBytes(in.readInt()))) {
                    saved.copyTo(kept);
                }
            }
        }
    }

    @Override
    public void close() {
        states.forEach(state -> state.forEach(NDArray::close));
    }
}
