package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.reparam.artifact.Provenance;
import io.reparam.data.CifarSample;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmStartTest {
    private static final TrainingListener NOBODY = new TrainingListener() {};

    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
    }

    /** Fitted nets answer almost as before: v is what the gates are on average. */
    @ParameterizedTest
    @MethodSource("foldable")
    void asrFromAttention_hasTheMeanGates(AttentionModule module) throws IOException {
        train("attention", plan(module, AttentionMode.ATTENTION, 5, null));
        List<String> notes = new ArrayList<>();
        TinyRun.train(
                plan(module, AttentionMode.ASR, 1, path("attention")),
                directory.resolve("data"),
                directory.resolve("asr"),
                new TrainingListener() {
                    @Override
                    public void onNote(String note) {
                        notes.add(note);
                    }
                });
        assertThat(notes).singleElement().asString().contains("psi fitted to the mean gates of 200 images");
    }

    static Stream<AttentionModule> foldable() {
        return Arrays.stream(AttentionModule.values()).filter(AttentionModule::foldable);
    }

    /** Channels whose hard sigmoid is flat for any psi near do not follow it, though their gates differ from image to image. */
    @Test
    void gatesThatSaturate_areFitted() {
        try (NDManager manager = TrainingEngine.start(3).newBaseManager()) {
            NetBlock attention = plan(AttentionModule.SE_HARD, AttentionMode.ATTENTION, 1, null)
                    .net()
                    .net(10, PreprocessSpec.CIFAR);
            attention.initialize(manager);
            attention.weights().forEach((name, parameter) -> {
                if (name.contains(".attention.gate.")) {
                    parameter.getArray().muli(10f);
                }
            });
            NetBlock asr = plan(AttentionModule.SE_HARD, AttentionMode.ASR, 1, null)
                    .net()
                    .net(10, PreprocessSpec.CIFAR);
            asr.initialize(manager);
            assertThat(WarmStart.replace(attention, asr, CifarSample.read(), PreprocessSpec.CIFAR, 1))
                    .contains("psi fitted to the mean gates of 200 images");
        }
    }

    @Test
    void sameNet_takesEverythingOver() throws IOException {
        train("a", plan(AttentionModule.SE, AttentionMode.ASR, 3, null));
        RunRecord from = new CheckpointStore(directory.resolve("a")).readRecord();
        TrainingPlan plan = plan(AttentionModule.SE, AttentionMode.ASR, 1, path("a"));
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NetBlock net = plan.net().net(10, from.preprocess());
            net.initialize(manager);
            RunRecord target = new RunRecord(
                    plan, "x", from.dataSha256(), from.labels(), from.preprocess(), "x", null, List.of(), null, null);
            String note =
                    new WarmStart(new CheckpointStore(directory.resolve("a")), target).into(net, CifarSample.read(), 1);
            int all = net.weights().size();
            assertThat(note).startsWith(all + " of " + all + " parameters");
            NetBlock trained = new CheckpointStore(directory.resolve("a")).readBlock(manager);
            net.weights()
                    .forEach((name, parameter) -> assertThat(Arrays.equals(
                                    parameter.getArray().toFloatArray(),
                                    Objects.requireNonNull(trained.weights().get(name))
                                            .getArray()
                                            .toFloatArray()))
                            .as(name)
                            .isTrue());
        }
    }

    @Test
    void record_saysWhatEveryRunBeforeWas() throws IOException {
        train("a", plan(AttentionModule.SE, AttentionMode.ATTENTION, 3, null));
        train("b", plan(AttentionModule.SE, AttentionMode.ASR, 1, path("a")));
        train("c", plan(AttentionModule.SE, AttentionMode.ASR, 1, path("b")));
        assertThat(provenance("a").from()).isNull();
        assertThat(provenance("c").from())
                .isEqualTo("resnet11, width 0.5, attention se, mode asr, 1 epochs on cifar10 at 32x32, seed 7,"
                        + " started from resnet11, width 0.5, attention se, mode attention, 1 epochs on cifar10 at"
                        + " 32x32, seed 7");
    }

    private String path(String run) {
        return directory.resolve(run).toString();
    }

    private Provenance provenance(String name) throws IOException {
        return new CheckpointStore(directory.resolve(name)).readRecord().provenance();
    }

    @Test
    void otherArchitecture_isRefusedByTheParameter() throws IOException {
        train("a", plan(AttentionModule.SE, AttentionMode.PLAIN, 1, null));
        TrainingPlan other = new TrainingPlan(
                new NetPlan("resnet20", 0.5, AttentionModule.SE, AttentionMode.ASR, 1, 0.1f),
                TinyRun.recipe(1, 1, 7),
                DataPlan.USUAL,
                path("a"));
        assertThatThrownBy(() -> train("b", other))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no parameter stage1_2.branch.conv1.conv.weight");
    }

    private void train(String name, TrainingPlan plan) throws IOException {
        TinyRun.train(plan, directory.resolve("data"), directory.resolve(name), NOBODY);
    }

    private static TrainingPlan plan(AttentionModule module, AttentionMode mode, int steps, @Nullable String from) {
        return new TrainingPlan(
                new NetPlan("resnet11", 0.5, module, mode, 1, 0.1f), TinyRun.recipe(3, steps, 7), DataPlan.USUAL, from);
    }
}
