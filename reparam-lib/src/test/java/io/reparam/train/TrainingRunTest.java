package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.reparam.artifact.Sha256;
import io.reparam.data.Augmentation;
import io.reparam.data.CifarSample;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import io.reparam.train.attention.AttentionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private static final TrainingListener NOBODY = new TrainingListener() {};

    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
    }

    @Test
    void run_lowersTheLoss_andWritesItsFiles() throws IOException {
        // so many epochs that it does on any machine: each rounds in its own way
        RunRecord record = train("run", TinyRun.plan(8, 7), NOBODY);
        assertThat(record.epochs()).hasSize(8);
        assertThat(record.epochs().get(7).trainLoss())
                .isLessThan(record.epochs().get(0).trainLoss() - 0.1);
        TestResult test = Objects.requireNonNull(record.test());
        assertThat(test.epoch()).isEqualTo(8);
        assertThat(test.images()).isEqualTo(200);
        int right =
                IntStream.range(0, 10).map(i -> test.confusion().get(i).get(i)).sum();
        assertThat(test.accuracy()).isEqualTo(right / 200.0);
        assertThat(test.confusion())
                .allSatisfy(row -> assertThat(
                                row.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(20));

        Path run = directory.resolve("run");
        assertThat(run.resolve("run.json")).content().contains("\"architecture\" : \"resnet11\"");
        assertThat(Files.readAllLines(run.resolve("log.jsonl")))
                .hasSize(8)
                .allMatch(line -> line.contains("\"trainLoss\":"));
        assertThat(run.resolve("curves.svg")).content().contains("<polyline").doesNotContain("NaN");
        assertThat(new CheckpointStore(run).readRecord()).isEqualTo(record);
    }

    @Test
    void sameSeed_givesTheSameNet_anotherSeedAnother() throws IOException {
        train("a", TinyRun.plan(3, 7), NOBODY);
        train("b", TinyRun.plan(3, 7), NOBODY);
        train("c", TinyRun.plan(3, 8), NOBODY);
        assertThat(TinyRun.parameters(directory.resolve("b"))).isEqualTo(TinyRun.parameters(directory.resolve("a")));
        assertThat(TinyRun.parameters(directory.resolve("c"))).isNotEqualTo(TinyRun.parameters(directory.resolve("a")));
    }

    @Test
    void validation_choosesTheEpoch_andTheTestSeesThatNet() throws IOException {
        TrainingPlan plan = new TrainingPlan(
                TinyRun.net(AttentionMode.ASR),
                TinyRun.recipe(4, 0, 7),
                new DataPlan(ImageSize.USUAL, Fit.CROP, 0.3, Augmentation.NONE));
        CheckpointStore store = new CheckpointStore(directory.resolve("run"), true);
        RunRecord record = TinyRun.train(plan, directory.resolve("data"), store, NOBODY);
        double best = record.epochs().stream()
                .mapToDouble(epoch -> Objects.requireNonNull(epoch.validationAccuracy()))
                .max()
                .orElseThrow();
        int epoch = record.bestEpoch();
        assertThat(record.epochs().get(epoch - 1).validationAccuracy()).isEqualTo(best);
        assertThat(Objects.requireNonNull(record.test()).epoch()).isEqualTo(epoch);
        assertThat(record.provenance().epochs()).isEqualTo(epoch);
        assertThat(store.keptEpochs()).containsOnlyKeys(1, 2, 3, 4);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            List<Sha256> counted = TinyRun.checksums(store.readBlock(manager));
            String kept = Objects.requireNonNull(store.keptEpochs().get(epoch));
            assertThat(TinyRun.checksums(store.readBlock(manager, kept))).isEqualTo(counted);
        }
    }

    @Test
    void noise_changesTheNet_andIsRecorded() throws IOException {
        TrainingPlan noisy = new TrainingPlan(
                TinyRun.net(AttentionMode.ASR), TinyRun.recipe(1, 3, 7).with(BatchNoise.of("0.8,0.5")), DataPlan.USUAL);
        TrainingPlan calm = new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(1, 3, 7), DataPlan.USUAL);
        assertThat(train("noisy", noisy, NOBODY).provenance().noise()).isEqualTo("0.8,0.5");
        assertThat(train("calm", calm, NOBODY).provenance().noise()).isNull();
        assertThat(TinyRun.parameters(directory.resolve("noisy")))
                .isNotEqualTo(TinyRun.parameters(directory.resolve("calm")));
        assertThatThrownBy(() -> train("noisy", calm, NOBODY)).hasMessageContaining("--noise 0.8,0.5, now none");
    }

    @Test
    void outputThatIsAFile_isRefusedBeforeTheFirstStep() throws IOException {
        Files.writeString(directory.resolve("run"), "in the way");
        assertThatThrownBy(() -> train("run", TinyRun.plan(3, 7), new TrainingListener() {
                    @Override
                    public void onStep(int done, int total, float loss, double imagesPerSecond) {
                        throw new IllegalStateException("too late");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void maxSteps_endTheRun() throws IOException {
        TrainingPlan two = new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(3, 2, 7), DataPlan.USUAL);
        List<Integer> steps = new ArrayList<>();
        train("run", two, new TrainingListener() {
            @Override
            public void onStep(int done, int total, float loss, double imagesPerSecond) {
                steps.add(done);
                assertThat(total).isEqualTo(2);
            }
        });
        assertThat(steps).containsExactly(1, 2);
    }

    @Test
    void divergence_stopsWithWhatToLower() {
        // weight decay alone multiplies each weight by -7.9 a step
        Recipe wild = new Recipe(10, 0, 20, 7, 9.9f, 0, List.of(), 0.99f, 0.9f, Precision.FLOAT32);
        TrainingPlan plan = new TrainingPlan(TinyRun.net(AttentionMode.PLAIN), wild, DataPlan.USUAL);
        assertThatThrownBy(() -> train("run", plan, NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("lower --learning-rate (9.9)");
    }

    private RunRecord train(String name, TrainingPlan what, TrainingListener listener) throws IOException {
        return TinyRun.train(what, directory.resolve("data"), directory.resolve(name), listener);
    }
}
