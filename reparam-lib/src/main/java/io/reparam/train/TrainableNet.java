package io.reparam.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.data.Batch;
import io.reparam.data.ImageSet;
import io.reparam.data.Loader;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.block.NetBlock;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

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
    private final Recipe recipe;
    private NetBlock block;
    private Optimizer optimizer;
    private final Optional<Autocast> autocast;

    private TrainableNet(PreprocessSpec spec, NDManager manager, NetBlock block, Recipe recipe) {
        this.spec = spec;
        this.manager = manager;
        this.block = block;
        this.recipe = recipe;
        this.optimizer = Optimizer.of(recipe, block, manager);
        this.autocast = Autocast.of(recipe.precision(), manager.getDevice());
    }

    /** With new weights, drawn by the plan's seed. */
    static TrainableNet create(RunRecord record, Device device) {
        Engine engine = TrainingEngine.start(record.plan().recipe().seed());
        NetBlock block = record.net().net(record.labels().size(), record.preprocess());
        NDManager manager = engine.newBaseManager(device);
        block.initialize(manager);
        return new TrainableNet(
                record.preprocess(), manager, block, record.plan().recipe());
    }

    /** With the weights and momenta of a checkpoint, whose stream stands after its record. */
    static TrainableNet load(RunRecord record, Device device, DataInputStream in) throws IOException {
        Engine engine = TrainingEngine.start(record.plan().recipe().seed());
        NDManager manager = engine.newBaseManager(device);
        NetBlock block = record.net().net(record.labels().size(), record.preprocess());
        CheckpointStore.readParameters(block, manager, in);
        TrainableNet net = new TrainableNet(
                record.preprocess(), manager, block, record.plan().recipe());
        net.optimizer.load(manager, in);
        return net;
    }

    NetBlock block() {
        return block;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /**
     * Becomes the net that the record has by now, with ASR where attention was; momenta begin at 0 again.
     *
     * @param images to set psi by
     * @return what was done, for people
     */
    String becomeAsr(RunRecord record, ImageSet images, int threads) {
        TrainingEngine.start(recipe.seed()); // the same net, whether the run has been stopped before or not
        NetBlock asr = record.net().net(record.labels().size(), spec);
        asr.initialize(manager);
        optimizer.close();
        optimizer = Optimizer.of(recipe, asr, manager);
        String note = WarmStart.replace(block, asr, images, spec, threads);
        block.weights().values().forEach(Parameter::close);
        block = asr;
        return note;
    }

    /**
     * Learns from a batch.
     *
     * @param number of the step, which its noise depends on
     */
    Step step(Batch batch, float rate, int number) {
        Step step;
        try (NDManager memory = manager.newSubManager()) {
            try (GradientCollector gradients =
                    Engine.getEngine(TrainingEngine.NAME).newGradientCollector()) {
                NDArray logits = trainingLogits(images(memory, batch), number);
                NDArray loss = loss(memory, logits, batch);
                gradients.backward(loss);
                step = new Step(loss.getFloat(), Confusion.right(logits, batch));
            }
            optimizer.step(rate);
        }
        return step;
    }

    /**
     * Evaluation mode, all batches of an epoch that was started.
     *
     * @param beforeBatch gets the number of batches done; what it throws ends the evaluation
     */
    Confusion evaluate(Loader loader, IntConsumer beforeBatch) {
        Confusion confusion = new Confusion();
        for (int b = 0; b < loader.count(); b++) {
            beforeBatch.accept(b);
            Batch batch = loader.next();
            try (NDManager memory = manager.newSubManager()) {
                NDArray logits = block.run(images(memory, batch), false);
                confusion.add(logits, batch, loss(memory, logits, batch).getFloat());
            }
        }
        return confusion;
    }

    @Override
    public void close() {
        optimizer.close();
        manager.close();
    }

    private NDArray trainingLogits(NDArray images, int number) {
        UnaryOperator<NDArray> pass = x -> pass(x, number);
        return autocast.map(reduced -> reduced.compute(images, pass)).orElseGet(() -> pass.apply(images));
    }

    private NDArray pass(NDArray images, int number) {
        return recipe.noise().equals(BatchNoise.NONE)
                ? block.run(images, true)
                : block.compute(
                        new NoisyOperators(
                                images.getManager(), recipe.noise(), recipe.seed() * 1_000_000_007L + number),
                        images);
    }

    private NDArray images(NDManager memory, Batch batch) {
        // bytes, not floats: DJL copies any other buffer into new direct memory, which piles up until a garbage
        // collection
        Shape shape = new Shape(batch.size(), 3, spec.height(), spec.width());
        return ChannelsLast.of(memory.create(batch.pixelBytes(), shape, DataType.FLOAT32));
    }

    /** Cross-entropy with the batch's targets, which may be several for an image. */
    private static NDArray loss(NDManager memory, NDArray logits, Batch batch) {
        NDArray targets = memory.create(batch.targetBytes(), logits.getShape(), DataType.FLOAT32);
        return logits.logSoftmax(1).mul(targets).sum(new int[] {1}).mean().neg();
    }
}
