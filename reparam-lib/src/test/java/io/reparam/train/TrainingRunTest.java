package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.reparam.artifact.Sha256;
import io.reparam.data.Augmentation;
import io.reparam.data.CifarSample;
import io.reparam.data.DataSets;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        RunRecord record = train("run", plan(8, 7), NOBODY);
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
        train("a", plan(7), NOBODY);
        train("b", plan(7), NOBODY);
        train("c", plan(8), NOBODY);
        assertThat(parameters("b")).isEqualTo(parameters("a"));
        assertThat(parameters("c")).isNotEqualTo(parameters("a"));
    }

    @ParameterizedTest
    @EnumSource
    void runThatDied_resumesToTheSameNet(Precision precision) throws IOException {
        TrainingPlan plan =
                new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(3, 0, 7, precision), DataPlan.USUAL);
        train("whole", plan, NOBODY);
        assertThatThrownBy(() -> train("parts", plan, new TrainingListener() {
                    @Override
                    public void onStep(int done, int total, float loss, double imagesPerSecond) {
                        if (done == 12) { // in the second of three epochs of 10 steps
                            throw new IllegalStateException("power cut");
                        }
                    }
                }))
                .hasMessage("power cut");
        assertThat(new CheckpointStore(directory.resolve("parts")).readRecord().epochs())
                .hasSize(1);
        train("parts", plan, NOBODY);
        assertThat(parameters("parts")).isEqualTo(parameters("whole"));
    }

    /** With everything that draws random numbers, stopped in the middle of an epoch. */
    @Test
    void runThatWasStopped_isSavedWhereItWas_andResumesToTheSameNet() throws Exception {
        TrainingPlan plan = new TrainingPlan(
                TinyRun.net(AttentionMode.BOTH),
                TinyRun.recipe(2, 0, 7).with(BatchNoise.of("0.8..1.2,-0.2..0.2")),
                new DataPlan(ImageSize.square(24), Fit.CROP, 0.2, new Augmentation(0.4, 0.1, 0.3)));
        RunRecord whole = train("whole", plan, NOBODY);

        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TrainingRun run = new TrainingRun(
                plan,
                DataSets.read(directory.resolve("data"), ImageSize.square(24), Fit.CROP),
                new CheckpointStore(directory.resolve("parts")),
                TrainingMachine.CPU,
                new TrainingListener() {
                    @Override
                    public void onStep(int done, int total, float loss, double imagesPerSecond) {
                        if (done == 5) { // of 8 steps an epoch
                            seen.countDown();
                            await(go);
                        }
                    }
                });
        Thread stopper = new Thread(() -> {
            await(seen);
            run.requestStop();
            go.countDown();
        });
        stopper.start();
        assertThatThrownBy(run::run)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("stopped in epoch 1 after step 5 of 8, and saved");
        stopper.join();

        RunRecord resumed = train("parts", plan, NOBODY);
        assertThat(parameters("parts")).isEqualTo(parameters("whole"));
        assertThat(resumed.epochs().get(0).trainLoss())
                .isEqualTo(whole.epochs().get(0).trainLoss());
        assertThat(resumed.test()).isEqualTo(whole.test());
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
            List<Sha256> counted = checksums(store.readBlock(manager));
            String kept = Objects.requireNonNull(store.keptEpochs().get(epoch));
            assertThat(checksums(store.readBlock(manager, kept))).isEqualTo(counted);
        }
    }

    /** The best net cannot be written: the last one must not be of a later epoch. */
    @Test
    void runThatDied_betweenItsTwoFiles_resumesToTheSameNet() throws IOException {
        TrainingPlan plan = new TrainingPlan(
                TinyRun.net(AttentionMode.ASR),
                TinyRun.recipe(2, 0, 7),
                new DataPlan(ImageSize.USUAL, Fit.CROP, 0.3, Augmentation.NONE));
        RunRecord whole = train("whole", plan, NOBODY);
        Path inTheWay = directory.resolve("parts/best.bin.part");
        Files.createDirectories(inTheWay);
        assertThatThrownBy(() -> train("parts", plan, NOBODY)).isInstanceOf(IOException.class);
        assertThat(directory.resolve("parts/checkpoint.bin")).doesNotExist();
        Files.delete(inTheWay);
        assertThat(train("parts", plan, NOBODY).test()).isEqualTo(whole.test());
        assertThat(parameters("parts")).isEqualTo(parameters("whole"));
    }

    @Test
    void noise_changesTheNet_andIsRecorded() throws IOException {
        TrainingPlan noisy = new TrainingPlan(
                TinyRun.net(AttentionMode.ASR), TinyRun.recipe(1, 3, 7).with(BatchNoise.of("0.8,0.5")), DataPlan.USUAL);
        TrainingPlan calm = new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(1, 3, 7), DataPlan.USUAL);
        assertThat(train("noisy", noisy, NOBODY).provenance().noise()).isEqualTo("0.8,0.5");
        assertThat(train("calm", calm, NOBODY).provenance().noise()).isNull();
        assertThat(parameters("noisy")).isNotEqualTo(parameters("calm"));
        assertThatThrownBy(() -> train("noisy", calm, NOBODY)).hasMessageContaining("--noise 0.8,0.5, now none");
    }

    @Test
    void resume_withAnotherPlan_isRefused() throws IOException {
        train("run", plan(7), NOBODY);
        assertThatThrownBy(() -> train("run", plan(8), NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "the checkpoint was trained with other options: --seed 7, now 8; resume it with the same ones"
                                + " (only --epochs and --max-steps may grow) or choose another --out");
    }

    @Test
    void resume_withMoreEpochs_extendsTheRun_andSaysSo() throws IOException {
        train("run", plan(7), NOBODY);
        TrainingPlan longer = new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(5, 0, 7), DataPlan.USUAL);
        List<String> notes = new ArrayList<>();
        RunRecord record = train("run", longer, new TrainingListener() {
            @Override
            public void onNote(String note) {
                notes.add(note);
            }
        });
        assertThat(record.epochs()).hasSize(5);
        assertThat(Objects.requireNonNull(record.test()).epoch()).isEqualTo(5);
        assertThat(record.epochs().get(3).learningRate()).isPositive();
        assertThat(record.provenance().from()).isEqualTo("itself, planned for 3 epochs and extended after 3");
        assertThat(notes)
                .containsExactly(
                        "extends the run: --epochs 3, now 5; from here on the learning rate is the longer run's");
    }

    @Test
    void resume_withFewerEpochs_isRefused() throws IOException {
        train("run", plan(7), NOBODY);
        TrainingPlan shorter =
                new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(2, 0, 7), DataPlan.USUAL);
        assertThatThrownBy(() -> train("run", shorter, NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--epochs 3, now 2");
    }

    @Test
    void stopInTheLastEvaluation_endsAtOnce_andResumesThere() throws IOException {
        AtomicReference<TrainingRun> run = new AtomicReference<>();
        run.set(new TrainingRun(
                plan(7),
                DataSets.read(directory.resolve("data"), ImageSize.USUAL, Fit.CROP),
                new CheckpointStore(directory.resolve("parts")),
                TrainingMachine.CPU,
                new TrainingListener() {
                    @Override
                    public void onEvaluation(int done, int total) {
                        if (done == 1) { // of 4 batches
                            Objects.requireNonNull(run.get()).requestStop();
                        }
                    }
                }));
        assertThatThrownBy(() -> Objects.requireNonNull(run.get()).run())
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("stopped while looking at held-out images");
        RunRecord whole = train("whole", plan(7), NOBODY);
        assertThat(train("parts", plan(7), NOBODY).test()).isEqualTo(whole.test());
    }

    @Test
    void stopInAValidation_losesNoStep() throws IOException {
        TrainingPlan plan = new TrainingPlan(
                TinyRun.net(AttentionMode.ASR),
                TinyRun.recipe(2, 0, 7),
                new DataPlan(ImageSize.USUAL, Fit.CROP, 0.5, Augmentation.NONE));
        AtomicReference<TrainingRun> run = new AtomicReference<>();
        run.set(new TrainingRun(
                plan,
                DataSets.read(directory.resolve("data"), ImageSize.USUAL, Fit.CROP),
                new CheckpointStore(directory.resolve("parts")),
                TrainingMachine.CPU,
                new TrainingListener() {
                    @Override
                    public void onEvaluation(int done, int total) {
                        if (done == 1) {
                            Objects.requireNonNull(run.get()).requestStop();
                        }
                    }
                }));
        assertThatThrownBy(() -> Objects.requireNonNull(run.get()).run()).isInstanceOf(TrainingException.class);
        assertThat(new CheckpointStore(directory.resolve("parts")).readRecord().stepsDone(5))
                .isEqualTo(5);
        RunRecord whole = train("whole", plan, NOBODY);
        RunRecord parts = train("parts", plan, NOBODY);
        assertThat(parameters("parts")).isEqualTo(parameters("whole"));
        assertThat(parts.epochs().get(0).learningRate())
                .isEqualTo(whole.epochs().get(0).learningRate());
    }

    @Test
    void resume_withOtherData_isRefused() throws IOException {
        train("run", plan(7), NOBODY);
        Path test = directory.resolve("data/test_batch.bin");
        byte[] changed = Files.readAllBytes(test);
        changed[5]++;
        Files.write(test, changed);
        assertThatThrownBy(() -> train("run", plan(7), NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("other data");
    }

    @Test
    void checkpoint_damaged_isRefusedByName() throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/checkpoint.bin"), "no checkpoint at all");
        assertThatThrownBy(() -> train("run", plan(7), NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoint.bin");
        Files.writeString(directory.resolve("run/checkpoint.bin"), "");
        assertThatThrownBy(() -> train("run", plan(7), NOBODY)).hasMessageContaining("checkpoint.bin' is damaged");
    }

    @Test
    void outputThatIsAFile_isRefusedBeforeTheFirstStep() throws IOException {
        Files.writeString(directory.resolve("run"), "in the way");
        assertThatThrownBy(() -> train("run", plan(7), new TrainingListener() {
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

    @Test
    void deviceThatIsNotThere_isRefusedWithWhatItNeeds() {
        assertThatThrownBy(() -> ComputeDevice.named("cuda:99"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH=");
        assertThatThrownBy(() -> ComputeDevice.named("tpu")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ComputeDevice.named("cpu").isGpu()).isFalse();
    }

    @Test
    void pyTorchsWordsForTooLittleMemory_areKnown() {
        for (String words : List.of(
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 68719476736 bytes",
                "CUDA out of memory. Tried to allocate 2.00 GiB")) {
            assertThat(OutOfMemory.is(new EngineException(words))).isTrue();
        }
        assertThat(OutOfMemory.is(new EngineException("size mismatch"))).isFalse();
    }

    private RunRecord train(String name, TrainingPlan what, TrainingListener listener) throws IOException {
        return TinyRun.train(what, directory.resolve("data"), directory.resolve(name), listener);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A checksum of each parameter: short to print where two nets differ. */
    private List<Sha256> parameters(String name) throws IOException {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            return checksums(new CheckpointStore(directory.resolve(name)).readBlock(manager));
        }
    }

    private static List<Sha256> checksums(NetBlock net) {
        return net.weights().values().stream()
                .map(p -> Sha256.of(p.getArray().toByteArray()))
                .toList();
    }

    private static TrainingPlan plan(long seed) {
        return plan(3, seed);
    }

    private static TrainingPlan plan(int epochs, long seed) {
        return new TrainingPlan(TinyRun.net(AttentionMode.ASR), TinyRun.recipe(epochs, 0, seed), DataPlan.USUAL);
    }
}
