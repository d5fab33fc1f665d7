package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.reparam.artifact.Sha256;
import io.reparam.data.Cifar10;
import io.reparam.data.CifarSample;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir
    private Path directory;

    private final TrainingPlan plan = plan(7);

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
    }

    @Test
    void run_lowersTheLoss_andWritesTheRecord() throws IOException {
        RunRecord record = train("run", plan, new TrainingListener() {});
        assertThat(record.epochs()).hasSize(3);
        assertThat(record.epochs().get(2).trainLoss())
                .isLessThan(record.epochs().get(0).trainLoss());
        assertThat(directory.resolve("run/run.json")).content().contains("\"architecture\" : \"resnet11\"");
        assertThat(new CheckpointStore(directory.resolve("run")).readRecord()).isEqualTo(record);
    }

    @Test
    void sameSeed_givesTheSameNet_anotherSeedAnother() throws IOException {
        train("a", plan, new TrainingListener() {});
        train("b", plan, new TrainingListener() {});
        train("c", plan(8), new TrainingListener() {});
        assertThat(parameters("b")).isEqualTo(parameters("a"));
        assertThat(parameters("c")).isNotEqualTo(parameters("a"));
    }

    @Test
    void resumedRun_givesTheSameNetAsAnUninterruptedOne() throws IOException {
        train("whole", plan, new TrainingListener() {});
        assertThatThrownBy(() -> train("parts", plan, new TrainingListener() {
                    @Override
                    public void onStep(int done, int total, float loss) {
                        if (done == 12) { // in the second of three epochs of 10 steps
                            throw new IllegalStateException("power cut");
                        }
                    }
                }))
                .hasMessage("power cut");
        assertThat(new CheckpointStore(directory.resolve("parts")).readRecord().epochs())
                .hasSize(1);
        train("parts", plan, new TrainingListener() {});
        assertThat(parameters("parts")).isEqualTo(parameters("whole"));
    }

    @Test
    void resume_withAnotherPlan_isRefused() throws IOException {
        train("run", plan, new TrainingListener() {});
        assertThatThrownBy(() -> train("run", plan(8), new TrainingListener() {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("another plan");
    }

    @Test
    void resume_withOtherData_isRefused() throws IOException {
        train("run", plan, new TrainingListener() {});
        Path test = directory.resolve("data/test_batch.bin");
        byte[] changed = Files.readAllBytes(test);
        changed[5]++;
        Files.write(test, changed);
        assertThatThrownBy(() -> train("run", plan, new TrainingListener() {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("other data");
    }

    @Test
    void checkpoint_damaged_isRefusedByName() throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/checkpoint.bin"), "no checkpoint at all");
        assertThatThrownBy(() -> train("run", plan, new TrainingListener() {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoint.bin");
    }

    @Test
    void outputThatIsAFile_isRefusedBeforeTheFirstStep() throws IOException {
        Files.writeString(directory.resolve("run"), "in the way");
        assertThatThrownBy(() -> train("run", plan, new TrainingListener() {
                    @Override
                    public void onStep(int done, int total, float loss) {
                        throw new IllegalStateException("too late");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void maxSteps_endTheRun() throws IOException {
        TrainingPlan two = new TrainingPlan(
                new NetPlan("resnet11", AttentionModule.SE, AttentionMode.ASR), 3, 2, 20, 7, 0.05f, 1, 0.9f, 5e-4f);
        List<Integer> steps = new ArrayList<>();
        train("run", two, new TrainingListener() {
            @Override
            public void onStep(int done, int total, float loss) {
                steps.add(done);
                assertThat(total).isEqualTo(2);
            }
        });
        assertThat(steps).containsExactly(1, 2);
    }

    private RunRecord train(String name, TrainingPlan what, TrainingListener listener) throws IOException {
        CheckpointStore store = new CheckpointStore(directory.resolve(name));
        return new TrainingRun(what, Cifar10.read(directory.resolve("data")), store, listener).run();
    }

    /** A checksum of each parameter: short to print where two nets differ. */
    private List<Sha256> parameters(String name) throws IOException {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            List<Sha256> all = new ArrayList<>();
            for (Parameter p : new CheckpointStore(directory.resolve(name))
                    .readBlock(manager)
                    .getParameters()
                    .values()) {
                all.add(Sha256.of(p.getArray().toByteArray()));
            }
            return all;
        }
    }

    private static TrainingPlan plan(long seed) {
        return new TrainingPlan(
                new NetPlan("resnet11", AttentionModule.SE, AttentionMode.ASR), 3, 0, 20, seed, 0.05f, 1, 0.9f, 5e-4f);
    }
}
