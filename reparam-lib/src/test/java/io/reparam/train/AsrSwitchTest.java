package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.reparam.data.Augmentation;
import io.reparam.data.CifarSample;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import io.reparam.train.attention.AttentionAlikeScale;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --asr-from}: attention first, then ASR. */
class AsrSwitchTest {
    private static final TrainingListener NOBODY = new TrainingListener() {};

    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
    }

    /** The net that is saved with the epoch before the switch has ASR already, and has not learnt since. */
    @Test
    void switch_keepsTheWeights_andMakesVTheMeanGate() throws IOException {
        List<String> notes = new ArrayList<>();
        RunRecord record = train("switched", plan(AttentionMode.ASR, 1, DataPlan.USUAL), new TrainingListener() {
            @Override
            public void onNote(String note) {
                notes.add(note);
            }
        });
        train("attention", plan(AttentionMode.ATTENTION, null, DataPlan.USUAL), NOBODY);
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("ASR in the place of attention, psi fitted to the mean gates of 200 images");
        assertThat(record.provenance().mode()).isEqualTo("asr");
        assertThat(record.provenance().from()).isEqualTo("itself, with attention se for 1 epochs");
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NetBlock before = afterEpochOne("attention", manager);
            NetBlock after = afterEpochOne("switched", manager);
            after.weights().forEach((name, parameter) -> {
                if (!name.contains(".asr.")) {
                    assertThat(parameter.getArray().toFloatArray())
                            .as(name)
                            .isEqualTo(Objects.requireNonNull(before.weights().get(name), name)
                                    .getArray()
                                    .toFloatArray());
                }
            });
            MeanGates means = MeanGates.of(before, CifarSample.read(), record.preprocess(), 1);
            List<AttentionAlikeScale> places = after.all().values().stream()
                    .filter(AttentionAlikeScale.class::isInstance)
                    .map(AttentionAlikeScale.class::cast)
                    .toList();
            assertThat(places).hasSameSizeAs(means.factors()).isNotEmpty();
            for (int p = 0; p < places.size(); p++) {
                NDArray v = places.get(p).factors(new DjlOperators(manager, false));
                for (int c = 0; c < means.factors().get(p).length; c++) {
                    assertThat((double) v.toFloatArray()[c])
                            .isCloseTo(means.factors().get(p)[c], within(2e-2));
                }
            }
        }
    }

    /** Of three epochs of 10 steps, with the switch after the second. */
    @Test
    void runThatDied_beforeAndAfterTheSwitch_resumesToTheSameNet() throws IOException {
        TrainingPlan plan = plan(AttentionMode.ASR, 2, DataPlan.USUAL);
        RunRecord whole = train("whole", plan, NOBODY);
        for (int step : new int[] {12, 25}) {
            assertThatThrownBy(() -> train("parts", plan, new TrainingListener() {
                        @Override
                        public void onStep(int done, int total, float loss, double imagesPerSecond) {
                            if (done == step) {
                                throw new IllegalStateException("power cut");
                            }
                        }
                    }))
                    .hasMessage("power cut");
        }
        RunRecord parts = train("parts", plan, NOBODY);
        assertThat(parts.test()).isEqualTo(whole.test());
        assertThat(parts.epochs().get(2).trainLoss())
                .isEqualTo(whole.epochs().get(2).trainLoss());
        assertThat(parts.provenance()).isEqualTo(whole.provenance());
        assertThatThrownBy(() -> train("parts", plan(AttentionMode.ASR, 1, DataPlan.USUAL), NOBODY))
                .hasMessageContaining("--asr-from 2, now 1");
    }

    @Test
    void validation_choosesNoEpochWithAttention() throws IOException {
        RunRecord record = train(
                "run",
                plan(AttentionMode.ASR, 2, new DataPlan(ImageSize.USUAL, Fit.CROP, 0.3, Augmentation.NONE)),
                NOBODY);
        assertThat(record.bestEpoch()).isEqualTo(3);
        assertThat(Objects.requireNonNull(record.test()).epoch()).isEqualTo(3);
    }

    @Test
    void switchThatCannotBe_isRefused() {
        assertThatThrownBy(() -> plan(AttentionMode.BOTH, 1, DataPlan.USUAL)).hasMessageContaining("needs mode asr");
        assertThatThrownBy(() -> plan(AttentionMode.ASR, 3, DataPlan.USUAL))
                .hasMessageContaining("1 or more and below epochs 3");
        TrainingPlan early =
                new TrainingPlan(net(AttentionMode.ASR), TinyRun.recipe(3, 10, 7), DataPlan.USUAL, null, 1);
        assertThatThrownBy(() -> train("short", early, NOBODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-steps 10 ends before asr-from 1, which comes after 10 steps");
    }

    private NetBlock afterEpochOne(String run, NDManager manager) throws IOException {
        CheckpointStore store = new CheckpointStore(directory.resolve(run));
        return store.readBlock(
                manager, Objects.requireNonNull(store.keptEpochs().get(1)));
    }

    private RunRecord train(String name, TrainingPlan plan, TrainingListener listener) throws IOException {
        return TinyRun.train(
                plan, directory.resolve("data"), new CheckpointStore(directory.resolve(name), true), listener);
    }

    private static TrainingPlan plan(AttentionMode mode, @Nullable Integer asrFrom, DataPlan data) {
        return new TrainingPlan(net(mode), TinyRun.recipe(3, 0, 7), data, null, asrFrom);
    }

    private static NetPlan net(AttentionMode mode) {
        return new NetPlan("resnet11", 0.5, AttentionModule.SE, mode, 1, 0.1f);
    }
}
