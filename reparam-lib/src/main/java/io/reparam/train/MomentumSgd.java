package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay: {@code m = momentum m + rate (g + decay w)}, {@code w = w - m}.
 * DJL's own optimizer computes the same but keeps m to itself, so that a run could not be resumed. One thread.
 */
final class MomentumSgd implements AutoCloseable {
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> momenta = new ArrayList<>();
    private final float momentum;
    private final float weightDecay;

    /** @param block initialised; its parameters are marked as wanting a gradient */
    MomentumSgd(Block block, NDManager manager, float momentum, float weightDecay) {
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray weight = parameter.getArray();
                weight.setRequiresGradient(true);
                weights.add(weight);
                momenta.add(manager.zeros(weight.getShape(), weight.getDataType()));
            }
        }
    }

    /** Takes one step along the gradients of the last backward pass, and clears them. */
    void step(float rate) {
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = weights.get(i);
            try (NDArray gradient = weight.getGradient()) {
                NDList inputs = new NDList(weight, gradient, momenta.get(i));
                weight.getNDArrayInternal()
                        .sgdUpdate(inputs, new NDList(weight), rate, weightDecay, 1, -1, momentum, true);
            }
        }
    }

    void save(DataOutputStream out) throws IOException {
        for (NDArray m : momenta) {
            byte[] encoded = m.encode();
            out.writeInt(encoded.length);
            out.write(encoded);
        }
    }

    void load(NDManager manager, DataInputStream in) throws IOException {
        for (NDArray m : momenta) {
            try (NDArray saved = NDArray.decode(manager, in.readNBytes(in.readInt()))) {
                saved.copyTo(m);
            }
        }
    }

    @Override
    public void close() {
        momenta.forEach(NDArray::close);
    }
}
