package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.image.PreprocessSpec;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final PreprocessSpec SPEC = PreprocessSpec.CIFAR;
    private static final ImageTransform TRANSFORM = new CropAndFlip(4);

    private final ImageSet sample = CifarSample.read();

    @Test
    void trainingEpoch_seesEveryLabelAsOftenAsTheSet() {
        int[] counts = new int[10];
        try (Loader loader = new Loader(training(50, Augmentation.NONE), 2)) {
            loader.start(1, 0, 0, loader.count());
            for (int b = 0; b < 4; b++) {
                Batch batch = loader.next();
                for (int i = 0; i < batch.size(); i++) {
                    counts[batch.label(i)]++;
                }
            }
        }
        assertThat(counts).containsOnly(20);
    }

    @Test
    void sameSeedAndEpoch_giveTheSamePixels_withAnyNumberOfThreads() {
        float[] first = batch(1, 3, 0, 1, Augmentation.NONE);
        assertThat(Arrays.equals(batch(1, 3, 0, 4, Augmentation.NONE), first)).isTrue();
        assertThat(Arrays.equals(batch(1, 4, 0, 1, Augmentation.NONE), first)).isFalse();
        assertThat(Arrays.equals(batch(2, 3, 0, 1, Augmentation.NONE), first)).isFalse();
    }

    @Test
    void epochBegunInTheMiddle_givesWhatTheWholeOneGives() {
        Augmentation all = new Augmentation(0.5, 0.1, 0.5);
        float[] third;
        try (Loader loader = new Loader(training(10, all), 1)) {
            loader.start(1, 0, 0, 3);
            loader.next();
            loader.next();
            third = pixels(loader.next());
        }
        assertThat(Arrays.equals(batch(1, 0, 2, 1, all), third)).isTrue();
    }

    @Test
    void incompleteTrainingBatch_isLeftOut() {
        assertThat(training(60, Augmentation.NONE).count()).isEqualTo(3);
    }

    @Test
    void evaluation_endsWithTheRest() {
        Batches batches = Batches.evaluation(sample, SPEC, 60);
        assertThat(batches.count()).isEqualTo(4);
        try (Loader loader = new Loader(batches, 1)) {
            loader.start(0, 0, 3, 4);
            Batch rest = loader.next();
            assertThat(rest.size()).isEqualTo(20);
            assertThat(rest.pixels().remaining()).isEqualTo(20 * 3 * 32 * 32);
            assertThat(rest.label(19)).isEqualTo(sample.label(199));
        }
    }

    @Test
    void batch_largerThanTheSet_isRefused() {
        assertThatThrownBy(() -> training(201, Augmentation.NONE)).hasMessageContaining("201");
    }

    @Test
    void labelSmoothing_sharesWithAllClasses() {
        Batch batch = one(new Augmentation(0, 0.2, 0));
        for (int c = 0; c < 10; c++) {
            assertThat(batch.targets().get(c)).isEqualTo(c == batch.label(0) ? 0.82f : 0.02f, within(1e-6f));
        }
    }

    /** The first image with the last: pixels and targets in the same share, and each pair keeps its sum. */
    @Test
    void mixup_mixesImagesAndTargetsAlike() {
        Batch plain = one(Augmentation.NONE);
        Batch mixed = one(new Augmentation(1, 0, 0));
        int last = mixed.size() - 1;
        int floats = 3 * 32 * 32;
        assertThat(mixed.label(0)).isEqualTo(plain.label(0)).isNotEqualTo(plain.label(last));
        float share = mixed.targets().get(plain.label(0));
        assertThat(share).isBetween(0.001f, 0.999f);
        assertThat(mixed.targets().get(plain.label(last))).isEqualTo(1 - share, within(1e-6f));
        for (int i = 0; i < floats; i += 37) {
            float a = plain.pixels().get(i);
            float b = plain.pixels().get(last * floats + i);
            assertThat(mixed.pixels().get(i)).isEqualTo(share * a + (1 - share) * b, within(1e-5f));
            assertThat(mixed.pixels().get(last * floats + i)).isEqualTo(share * b + (1 - share) * a, within(1e-5f));
        }
    }

    @Test
    void erasing_setsOneRectangleToTheMean() {
        Batch plain = one(Augmentation.NONE);
        Batch erased = one(new Augmentation(0, 0, 1));
        Set<Integer> rows = new TreeSet<>();
        Set<Integer> columns = new TreeSet<>();
        int changed = 0;
        for (int p = 0; p < 32 * 32; p++) {
            if (plain.pixels().get(p) != erased.pixels().get(p)) {
                assertThat(erased.pixels().get(p)).isZero();
                rows.add(p / 32);
                columns.add(p % 32);
                changed++;
            }
        }
        assertThat(changed).isBetween(10, 32 * 32 / 3 + 32).isLessThanOrEqualTo(rows.size() * columns.size());
    }

    private Batch one(Augmentation augmentation) {
        Loader loader = new Loader(training(10, augmentation), 1);
        try (loader) {
            loader.start(6, 0, 0, 1);
            return loader.next();
        }
    }

    private float[] batch(long seed, int epoch, int index, int threads, Augmentation augmentation) {
        try (Loader loader = new Loader(training(10, augmentation), threads)) {
            loader.start(seed, epoch, index, index + 1);
            return pixels(loader.next());
        }
    }

    private Batches training(int size, Augmentation augmentation) {
        return Batches.training(sample, SPEC, TRANSFORM, augmentation, size);
    }

    private static float[] pixels(Batch batch) {
        float[] pixels = new float[batch.pixels().remaining()];
        batch.pixels().get(pixels);
        return pixels;
    }
}
