package io.reparam.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.data.Batches;
import io.reparam.train.block.NetBlock;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * A net with its optimizer: owns the native memory of both. What a step allocates is freed at its end. One thread.
 */
final class TrainableNet implements AutoCloseable {
    /**
     * What a step came to.
     *
     * @param loss mean cross-entropy of the batch
     * @param right images whose label had the highest logit
     */
    record Step(float loss, int right) {}

    private final PreprocessSpec spec;
    private final NDManager manager;
    private final NetBlock block;
    private final MomentumSgd optimizer;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();

    private TrainableNet(PreprocessSpec spec, NDManager manager, NetBlock block, TrainingPlan plan) {
        this.spec = spec;
        this.manager = manager;
        this.block = block;
        this.optimizer = new MomentumSgd(block, manager, plan.momentum(), plan.weightDecay());
    }

    /** With new weights, drawn by the plan's seed. */
    static TrainableNet create(TrainingPlan plan, int classes, PreprocessSpec spec) {
        Engine engine = TrainingEngine.start(plan.seed());
        NDManager manager = engine.newBaseManager();
        NetBlock block = plan.net().net(classes, spec);
        block.initialize(manager);
        return new TrainableNet(spec, manager, block, plan);
    }

    /** With the weights and momenta of a checkpoint, whose stream stands behind its record. */
    static TrainableNet load(TrainingPlan plan, int classes, PreprocessSpec spec, DataInputStream in)
            throws IOException {
        Engine engine = TrainingEngine.start(plan.seed());
        NDManager manager = engine.newBaseManager();
        NetBlock block = plan.net().net(classes, spec);
        CheckpointStore.readParameters(block, manager, in);
        TrainableNet net = new TrainableNet(spec, manager, block, plan);
        net.optimizer.load(manager, in);
        return net;
    }

    NetBlock block() {
        return block;
    }

    MomentumSgd optimizer() {
        return optimizer;
    }

    /** Learns from the loaded batch. */
    Step step(Batches batches, int images, float rate) {
        Step step;
        try (NDManager memory = manager.newSubManager()) {
            try (GradientCollector gradients =
                    Engine.getEngine(TrainingEngine.NAME).newGradientCollector()) {
                NDArray logits = forward(memory, batches, images, true);
                NDArray value = loss.evaluate(new NDList(labels(memory, batches, images)), new NDList(logits));
                gradients.backward(value);
                step = new Step(value.getFloat(), right(logits, batches, images));
            }
            optimizer.step(rate);
        }
        return step;
    }

    /** Top-1 accuracy in evaluation mode, 0 to 1. */
    double accuracy(Batches batches) {
        int right = 0;
        int seen = 0;
        for (int b = 0; b < batches.count(); b++) {
            int images = batches.load(b);
            try (NDManager memory = manager.newSubManager()) {
                right += right(forward(memory, batches, images, false), batches, images);
                seen += images;
            }
        }
        return (double) right / seen;
    }

    @Override
    public void close() {
        optimizer.close();
        manager.close();
    }

    private NDArray forward(NDManager memory, Batches batches, int images, boolean training) {
        // bytes, not floats: DJL copies any other buffer into new direct memory, which piles up until a garbage
        // collection
        NDArray x = memory.create(batches.bytes(), new Shape(images, 3, spec.height(), spec.width()), DataType.FLOAT32);
        return block.run(x, training);
    }

    private static NDArray labels(NDManager memory, Batches batches, int images) {
        long[] labels = new long[images];
        for (int i = 0; i < images; i++) {
            labels[i] = batches.label(i);
        }
        return memory.create(labels);
    }

    private static int right(NDArray logits, Batches batches, int images) {
        long[] top = logits.argMax(1).toLongArray();
        int right = 0;
        for (int i = 0; i < images; i++) {
            if (top[i] == batches.label(i)) {
                right++;
            }
        }
        return right;
    }
}
