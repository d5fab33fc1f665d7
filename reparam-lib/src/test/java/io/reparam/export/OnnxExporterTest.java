package io.reparam.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.ModelCard;
import io.reparam.data.Batches;
import io.reparam.data.Cifar10;
import io.reparam.data.CifarSample;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.train.CheckpointStore;
import io.reparam.train.NetPlan;
import io.reparam.train.RunRecord;
import io.reparam.train.TrainingEngine;
import io.reparam.train.TrainingListener;
import io.reparam.train.TrainingPlan;
import io.reparam.train.TrainingRun;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxExporterTest {
    private static final int IMAGES = 16;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void logits_ofOnnxRuntimeAndDjl_agreeOnRealImages(AttentionMode mode) throws IOException {
        Cifar10 data = Cifar10.read(CifarSample.asDataSet(directory.resolve("data")));
        TrainingPlan plan =
                new TrainingPlan(new NetPlan("resnet11", AttentionModule.SE, mode), 1, 6, 20, 3, 0.05f, 1, 0.9f, 5e-4f);
        CheckpointStore checkpoints = new CheckpointStore(directory.resolve("run"));
        RunRecord record = new TrainingRun(plan, data, checkpoints, new TrainingListener() {}).run();
        Batches batches = Batches.evaluation(data.test(), new ImageTensorizer(TrainingRun.SPEC), IMAGES);
        batches.load(0);

        float[] expected;
        Graph graph;
        ModelCard card = new ModelCard(record.labels(), TrainingRun.SPEC, record.provenance());
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NetBlock net = checkpoints.readBlock(manager);
            graph = OnnxExporter.export(net, card);
            NDArray x = manager.create(batches.pixels(), new Shape(IMAGES, 3, 32, 32));
            expected = net.run(x, false).toFloatArray();
        }

        FloatTensor input = FloatTensor.zeros(IMAGES, 3, 32, 32);
        input.data().put(0, batches.pixels(), 0, input.data().capacity());
        try (OrtModel model = new OrtModel(OnnxFile.bytes(graph), SessionSettings.reference(1))) {
            FloatTensor logits = FloatTensor.zeros(IMAGES, 10);
            model.run(input, logits);
            float[] actual = logits.toArray();
            assertThat(RelativeError.of(actual, expected)).isLessThan(1e-4);
            assertThat(model.inputs().get(0).shape()).isEqualTo(List.of(-1L, 3L, 32L, 32L));
            assertThat(ModelCard.from(model.metadata())).contains(card);
        }
        assertThat(scales(graph)).isEqualTo(mode == AttentionMode.PLAIN ? 0 : mode == AttentionMode.BOTH ? 6 : 3);
    }

    private static long scales(Graph graph) {
        return graph.nodes().stream().map(Node::opType).filter("Mul"::equals).count();
    }
}
