package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.train.block.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BatchNoiseTest {
    @ParameterizedTest
    @ValueSource(strings = {"none", "0.8,0.5", "0.5..1.5,-0.5..0.5", "1.0,-0.25..0.0"})
    void texts_comeBackAsTheyWere(String text) {
        assertThat(BatchNoise.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.8", "0.8,", "0.8,0.5,0.1", "2..1,0", "a,b", "1,1000"})
    void otherTexts_areRefused(String text) {
        assertThatThrownBy(() -> BatchNoise.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noise");
    }

    /** A recipe that was written before there was noise. */
    @Test
    void recipeWithoutNoise_hasNone() {
        Recipe read = new JsonMapper()
                .readValue(
                        "{\"epochs\":2,\"maxSteps\":0,\"batch\":8,\"seed\":1,\"learningRate\":0.1,\"warmupEpochs\":1.0,"
                                + "\"milestones\":[],\"momentum\":0.9,\"weightDecay\":0.0,\"precision\":\"FLOAT32\"}",
                        Recipe.class);
        assertThat(read.noise()).isEqualTo(BatchNoise.NONE);
    }

    /** a and b lie in their ranges, are drawn for each layer, and depend on the seed alone. */
    @Test
    void pass_scalesAndShiftsWhatANormResultsIn() {
        try (NDManager memory = TrainingEngine.start(1).newBaseManager()) {
            BatchNormalization norm = new BatchNormalization(2);
            norm.initialize(memory);
            NDArray x = memory.create(new float[] {-1, 5, 1, 5, 1, 7, -1, 7}, new Shape(4, 2, 1, 1));
            BatchNoise noise = BatchNoise.of("0.5..0.7,-0.4..-0.2");
            NoisyOperators pass = new NoisyOperators(memory, noise, 3);
            float[] first = pass.batchNorm(x, norm, true).toFloatArray();
            float[] second = pass.batchNorm(x, norm, true).toFloatArray();
            float factor = (first[2] - first[0]) / 2;
            assertThat(factor).isBetween(0.5f, 0.7f);
            assertThat((first[2] + first[0]) / 2).isBetween(-0.4f, -0.2f);
            assertThat(first[3]).isCloseTo(first[0], within(1e-4f));
            assertThat((second[2] - second[0]) / 2).isNotEqualTo(factor);
            assertThat(new NoisyOperators(memory, noise, 3)
                            .batchNorm(x, norm, true)
                            .toFloatArray())
                    .containsExactly(first, within(1e-6f));
            assertThat(new NoisyOperators(memory, noise, 3)
                            .batchNorm(x, norm, false)
                            .toFloatArray()[2])
                    .isGreaterThan(0.8f); // no norm of the batch, so as it is: running statistics
        }
    }
}
