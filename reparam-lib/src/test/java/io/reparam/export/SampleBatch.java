package io.reparam.export;

import io.reparam.data.Batches;
import io.reparam.data.CifarSample;
import io.reparam.data.Loader;
import io.reparam.image.PreprocessSpec;
import java.nio.FloatBuffer;

/** Real images as a net sees them. */
final class SampleBatch {
    private SampleBatch() {}

    /** {@code [images][3][height][width]}. */
    static FloatBuffer of(PreprocessSpec spec, int images) {
        Batches batches = Batches.evaluation(CifarSample.read(), spec, images);
        try (Loader loader = new Loader(batches, 1)) {
            loader.start(0, 0, 0, 1);
            return loader.next().pixels();
        }
    }
}
