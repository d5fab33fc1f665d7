package io.reparam.train.block;

import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.UniformInitializer;

/** Fully connected layers that start as PyTorch's do, which is what the published numbers were trained with. */
final class Linears {
    private Linears() {}

    /** Weight {@code [out, in]} and bias {@code [out]} from U(-1/sqrt(in), 1/sqrt(in)). */
    static Linear uniform(int in, int out) {
        Linear linear = Linear.builder().setUnits(out).build();
        float bound = (float) (1 / Math.sqrt(in));
        linear.setInitializer(new UniformInitializer(bound), Parameter.Type.WEIGHT);
        linear.setInitializer(new UniformInitializer(bound), Parameter.Type.BIAS);
        return linear;
    }
}
