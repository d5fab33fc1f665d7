package io.reparam.train;

import ai.djl.ndarray.NDManager;
import io.reparam.artifact.Sha256;
import io.reparam.data.DataSets;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Plans of runs that take seconds: ResNet-11 with ASR(SE), or another net, on the 200 sample images. */
public final class TinyRun {
    private TinyRun() {}

    public static NetPlan net(AttentionMode mode) {
        return new NetPlan("resnet11", AttentionModule.SE, mode);
    }

    /** ResNet-11 with ASR(SE) on the usual data. */
    static TrainingPlan plan(int epochs, long seed) {
        return new TrainingPlan(net(AttentionMode.ASR), recipe(epochs, 0, seed), DataPlan.USUAL);
    }

    /** Batches of 20. */
    public static Recipe recipe(int epochs, int maxSteps, long seed) {
        return recipe(epochs, maxSteps, seed, Precision.FLOAT32);
    }

    static Recipe recipe(int epochs, int maxSteps, long seed, Precision precision) {
        return new Recipe(epochs, maxSteps, 20, seed, 0.05f, 1, List.of(), 0.9f, 5e-4f, precision);
    }

    public static RunRecord train(TrainingPlan plan, Path data, Path out, TrainingListener listener)
            throws IOException {
        return train(plan, data, new CheckpointStore(out), listener);
    }

    public static RunRecord train(TrainingPlan plan, Path data, CheckpointStore store, TrainingListener listener)
            throws IOException {
        return new TrainingRun(
                        plan,
                        DataSets.read(data, plan.data().imageSize(), plan.data().fit()),
                        store,
                        TrainingMachine.CPU,
                        listener)
                .run();
    }

    /** A checksum of each parameter of a run's net: short to print where two nets differ. */
    static List<Sha256> parameters(Path run) throws IOException {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            return checksums(new CheckpointStore(run).readBlock(manager));
        }
    }

    static List<Sha256> checksums(NetBlock net) {
        return net.weights().values().stream()
                .map(p -> Sha256.of(p.getArray().toByteArray()))
                .toList();
    }
}
