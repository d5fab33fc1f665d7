package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.data.Augmentation;
import io.reparam.data.CifarSample;
import io.reparam.data.DataSets;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import io.reparam.train.attention.AttentionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that died, were stopped or are extended end as if nothing had happened. */
class ResumedRunTest {
    private static final TrainingListener NOBODY = new TrainingListener() {};

    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
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
        assertThat(TinyRun.parameters(directory.resolve("parts")))
                .isEqualTo(TinyRun.parameters(directory.resolve("whole")));
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
        assertThat(TinyRun.parameters(directory.resolve("parts")))
                .isEqualTo(TinyRun.parameters(directory.resolve("whole")));
        assertThat(resumed.epochs().get(0).trainLoss())
                .isEqualTo(whole.epochs().get(0).trainLoss());
        assertThat(resumed.test()).isEqualTo(whole.test());
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
        assertThat(TinyRun.parameters(directory.resolve("parts")))
                .isEqualTo(TinyRun.parameters(directory.resolve("whole")));
    }

    @Test
    void resume_withAnotherPlan_isRefused() throws IOException {
        train("run", TinyRun.plan(3, 7), NOBODY);
        assertThatThrownBy(() -> train("run", TinyRun.plan(3, 8), NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "the checkpoint was trained with other options: --seed 7, now 8; resume it with the same ones"
                                + " (only --epochs and --max-steps may grow) or choose another --out");
    }

    @Test
    void resume_withMoreEpochs_extendsTheRun_andSaysSo() throws IOException {
        train("run", TinyRun.plan(3, 7), NOBODY);
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
        train("run", TinyRun.plan(3, 7), NOBODY);
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
                TinyRun.plan(3, 7),
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
        RunRecord whole = train("whole", TinyRun.plan(3, 7), NOBODY);
        assertThat(train("parts", TinyRun.plan(3, 7), NOBODY).test()).isEqualTo(whole.test());
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
        assertThat(TinyRun.parameters(directory.resolve("parts")))
                .isEqualTo(TinyRun.parameters(directory.resolve("whole")));
        assertThat(parts.epochs().get(0).learningRate())
                .isEqualTo(whole.epochs().get(0).learningRate());
    }

    @Test
    void resume_withOtherData_isRefused() throws IOException {
        train("run", TinyRun.plan(3, 7), NOBODY);
        Path test = directory.resolve("data/test_batch.bin");
        byte[] changed = Files.readAllBytes(test);
        changed[5]++;
        Files.write(test, changed);
        assertThatThrownBy(() -> train("run", TinyRun.plan(3, 7), NOBODY))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("other data");
    }

    @Test
    void checkpoint_damaged_isRefusedByName() throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/checkpoint.bin"), "no checkpoint at all");
        assertThatThrownBy(() -> train("run", TinyRun.plan(3, 7), NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoint.bin");
        Files.writeString(directory.resolve("run/checkpoint.bin"), "");
        assertThatThrownBy(() -> train("run", TinyRun.plan(3, 7), NOBODY))
                .hasMessageContaining("checkpoint.bin' is damaged");
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
}
