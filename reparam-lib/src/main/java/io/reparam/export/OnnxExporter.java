package io.reparam.export;

import ai.djl.ndarray.NDManager;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.CheckpointStore;
import io.reparam.train.NetPlan;
import io.reparam.train.RunRecord;
import io.reparam.train.TrainingEngine;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Writes a trained classifier as an ONNX graph of opset 17: float32 {@code image} [N, 3, height, width] to {@code logits} [N,
 * classes], N free. Nothing is folded: the attention branch, constant or not, stands in the graph as it was trained.
 */
public final class OnnxExporter {
    /** Name of the graph's input. */
    public static final String INPUT = "image";

    /** Name of the graph's output. */
    public static final String OUTPUT = "logits";

    private OnnxExporter() {}

    /**
     * Writes the net that counts of a training run: the best on the validation images, or the last.
     *
     * @throws IOException if there is no checkpoint or it cannot be read
     */
    public static Graph export(CheckpointStore checkpoints) throws IOException {
        RunRecord run = checkpoints.readRecord();
        try (NDManager memory = TrainingEngine.start(run.plan().recipe().seed()).newBaseManager()) {
            ModelCard card = new ModelCard(run.labels(), run.preprocess(), run.provenance());
            return export(checkpoints.readBlock(memory), card);
        }
    }

    /**
     * Writes a net that nobody has trained, for measurements. Its card says so: no epochs, no data.
     *
     * @param height of the image, in pixels
     * @param width of the image, in pixels
     * @param seed of the weights
     * @throws IllegalArgumentException if the image is too small for the net, or there are no classes
     */
    public static Graph untrained(NetPlan plan, int classes, int height, int width, long seed) {
        if (classes < 1) {
            throw new IllegalArgumentException(classes + " classes must be 1 or more");
        }
        PreprocessSpec usual = PreprocessSpec.CIFAR;
        PreprocessSpec image = new PreprocessSpec(
                height, width, Math.max(height, width), usual.interpolation(), usual.mean(), usual.std());
        NetBlock net = plan.net(classes, image);
        try (NDManager memory = TrainingEngine.start(seed).newBaseManager()) {
            net.initialize(memory);
            LabelSet labels = new LabelSet(
                    IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
            return export(net, new ModelCard(labels, image, plan.untrained(seed)));
        }
    }

    /**
     * Writes a net.
     *
     * @param net initialised; float32 {@code [N, 3, height, width] -> [N, classes]}
     * @param card goes into the graph's metadata
     */
    public static Graph export(NetBlock net, ModelCard card) {
        PreprocessSpec image = card.preprocess();
        GraphBuilder graph = GraphBuilder.of(card.provenance().architecture())
                .input(INPUT, "N", 3, image.height(), image.width())
                .metadata(ModelCard.KEY, card.toJson());
        net.compute(new OnnxOperators(graph, net), INPUT);
        return graph.output(OUTPUT, "N", card.labels().size()).build();
    }
}
