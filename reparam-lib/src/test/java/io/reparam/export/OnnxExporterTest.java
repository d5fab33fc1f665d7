package io.reparam.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.artifact.ModelCard;
import io.reparam.data.CifarSample;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.train.CheckpointStore;
import io.reparam.train.DataPlan;
import io.reparam.train.RunRecord;
import io.reparam.train.TinyRun;
import io.reparam.train.TrainingEngine;
import io.reparam.train.TrainingListener;
import io.reparam.train.TrainingPlan;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.FloatBuffer;
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
        CheckpointStore checkpoints = new CheckpointStore(directory.resolve("run"));
        RunRecord record = TinyRun.train(
                new TrainingPlan(TinyRun.net(mode), TinyRun.recipe(1, 6, 3), DataPlan.USUAL),
                CifarSample.asDataSet(directory.resolve("data")),
                checkpoints,
                new TrainingListener() {});
        FloatBuffer pixels = SampleBatch.of(record.preprocess(), IMAGES);

        float[] expected;
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NetBlock net = checkpoints.readBlock(manager);
            NDArray x = manager.create(pixels.duplicate(), new Shape(IMAGES, 3, 32, 32));
            expected = net.run(x, false).toFloatArray();
        }

        Graph graph = OnnxExporter.export(checkpoints);
        FloatTensor input = FloatTensor.zeros(IMAGES, 3, 32, 32);
        input.data().put(0, pixels, 0, input.data().capacity());
        try (OrtModel model = new OrtModel(OnnxFile.bytes(graph), SessionSettings.reference(1))) {
            FloatTensor logits = FloatTensor.zeros(IMAGES, 10);
            model.run(input, logits);
            assertThat(RelativeError.of(logits.toArray(), expected)).isLessThan(1e-4);
            assertThat(model.inputs().get(0).shape()).isEqualTo(List.of(-1L, 3L, 32L, 32L));
            assertThat(ModelCard.from(model.metadata()))
                    .contains(new ModelCard(record.labels(), record.preprocess(), record.provenance()));
        }
        assertThat(scales(graph)).isEqualTo(mode == AttentionMode.PLAIN ? 0 : mode == AttentionMode.BOTH ? 6 : 3);
    }

    private static long scales(Graph graph) {
        return graph.nodes().stream().map(Node::opType).filter("Mul"::equals).count();
    }
}
