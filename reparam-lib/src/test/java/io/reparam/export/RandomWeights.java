package io.reparam.export;

import ai.djl.ndarray.NDManager;
import io.reparam.train.block.NetBlock;
import java.util.SplittableRandom;

/** Moves what a new net starts with off its special values: statistics, gamma, beta, psi, and weights that start at 0. */
final class RandomWeights {
    private RandomWeights() {}

    static void shake(NetBlock net, NDManager manager) {
        SplittableRandom random = new SplittableRandom(3);
        net.weights().forEach((name, parameter) -> {
            boolean average = name.endsWith("norm.mean") || name.endsWith("norm.variance");
            if (parameter.requiresGradient() || average) {
                float[] values = parameter.getArray().toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) (0.3 * random.nextDouble() - (name.endsWith("variance") ? 0 : 0.15));
                }
                parameter.getArray().set(values);
            }
        });
    }
}
