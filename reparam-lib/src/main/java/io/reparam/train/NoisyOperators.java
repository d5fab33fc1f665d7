package io.reparam.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.DjlOperators;
import java.util.SplittableRandom;

/** A pass of training in which noise disturbs what each batch normalization of the batch results in. One pass, one thread. */
final class NoisyOperators extends DjlOperators {
    private final BatchNoise noise;
    private final SplittableRandom random;

    /** @param seed of the pass, so that a run that resumes is disturbed as it would have been */
    NoisyOperators(NDManager manager, BatchNoise noise, long seed) {
        super(manager, true);
        this.noise = noise;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public NDArray batchNorm(NDArray x, BatchNormalization layer, boolean ofTheBatch) {
        NDArray normal = super.batchNorm(x, layer, ofTheBatch);
        return ofTheBatch
                ? plus(times(normal, noise.a().drawn(random)), noise.b().drawn(random))
                : normal;
    }
}
