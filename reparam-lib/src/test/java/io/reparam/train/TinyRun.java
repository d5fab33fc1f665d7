package io.reparam.train;

import io.reparam.data.DataSets;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Plans of runs that take seconds: ResNet-11 with ASR(SE), or another net, on the 200 sample images. */
public final class TinyRun {
    private TinyRun() {}

    public static NetPlan net(AttentionMode mode) {
        return new NetPlan("resnet11", AttentionModule.SE, mode);
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
}
