package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.PreprocessSpec;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final ImageTensorizer tensorizer = new ImageTensorizer(PreprocessSpec.CIFAR);
    private final ImageSet sample = CifarSample.read();

    @Test
    void trainingEpoch_seesEveryLabelAsOftenAsTheSet() {
        Batches batches = Batches.training(sample, tensorizer, 50);
        batches.startEpoch(1, 0);
        int[] counts = new int[10];
        for (int b = 0; b < batches.count(); b++) {
            int n = batches.load(b);
            for (int i = 0; i < n; i++) {
                counts[batches.label(i)]++;
            }
        }
        assertThat(counts).containsOnly(20);
    }

    @Test
    void sameSeedAndEpoch_giveTheSamePixels() {
        float[] first = firstBatch(1, 3);
        assertThat(firstBatch(1, 3)).isEqualTo(first);
        assertThat(firstBatch(1, 4)).isNotEqualTo(first);
        assertThat(firstBatch(2, 3)).isNotEqualTo(first);
    }

    @Test
    void incompleteTrainingBatch_isLeftOut() {
        assertThat(Batches.training(sample, tensorizer, 60).count()).isEqualTo(3);
    }

    @Test
    void evaluation_endsWithTheRest() {
        Batches batches = Batches.evaluation(sample, tensorizer, 60);
        assertThat(batches.count()).isEqualTo(4);
        assertThat(batches.load(3)).isEqualTo(20);
        assertThat(batches.pixels().remaining()).isEqualTo(20 * 3 * 32 * 32);
        assertThat(batches.label(19)).isEqualTo(sample.label(199));
    }

    @Test
    void batch_largerThanTheSet_isRefused() {
        assertThatThrownBy(() -> Batches.training(sample, tensorizer, 201)).hasMessageContaining("201");
    }

    private float[] firstBatch(long seed, int epoch) {
        Batches batches = Batches.training(sample, tensorizer, 10);
        batches.startEpoch(seed, epoch);
        batches.load(0);
        float[] pixels = new float[batches.pixels().remaining()];
        batches.pixels().get(pixels);
        return pixels;
    }
}
