package io.reparam.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.NativeChecker;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.image.PreprocessSpec;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.ortfold.OrtEvaluator;
import io.reparam.train.NetPlan;
import io.reparam.train.TrainingEngine;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.backbone.SampleArchitectures;
import io.reparam.train.block.NetBlock;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture with every attention in every form, as narrow as they get, with random statistics: ONNX Runtime computes
 * what DJL computes, and ASR folds to the plain net's graph.
 */
class ArchitectureMatrixTest {
    private static final int SIDE = 32;
    private static final int IMAGES = 2;
    private static final double WIDTH = 0.01;
    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c"));
    private static final PreprocessSpec SPEC = PreprocessSpec.CIFAR;

    /** What the plain net of an architecture folds to. */
    private static final Map<String, List<String>> PLAIN = new HashMap<>();

    private static final FloatBuffer REAL = images();

    /** The same blocks in greater number: one attention tells all. */
    private static final List<String> DEEPER =
            List.of("resnet164", "resnet34", "vgg16", "vgg19", "mobilenetv3-large", "repvgg-b0");

    static Stream<Arguments> nets() {
        Stream<Arguments> deeper = DEEPER.stream()
                .flatMap(architecture -> Stream.of(AttentionMode.ATTENTION, AttentionMode.ASR, AttentionMode.BOTH)
                        .map(mode -> Arguments.of(architecture, AttentionModule.SE, mode)));
        return Stream.concat(
                deeper,
                SampleArchitectures.NAMES.stream()
                        .flatMap(architecture -> Stream.of(AttentionModule.values())
                                .flatMap(module -> Stream.of(AttentionMode.values())
                                        .filter(mode -> mode != AttentionMode.PLAIN)
                                        .filter(mode -> module.foldable() || !mode.hasAsr())
                                        .map(mode -> Arguments.of(architecture, module, mode)))));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void onnxRuntime_agreesWithDjl_andAsrFoldsToThePlainGraph(
            String architecture, AttentionModule module, AttentionMode mode) {
        check(new NetPlan(architecture, WIDTH, module, mode, 1, 0.1f));
    }

    static Stream<AttentionModule> foldable() {
        return Stream.of(AttentionModule.values()).filter(AttentionModule::foldable);
    }

    @ParameterizedTest
    @MethodSource("foldable")
    void severalGatesInARow_foldToThePlainGraph(AttentionModule module) {
        check(new NetPlan("resnet11", WIDTH, module, AttentionMode.ASR, 3, 0.1f));
    }

    private static void check(NetPlan plan) {
        Graph graph = assertAgreement(plan);
        NativeChecker.check(graph);
        if (plan.mode() == AttentionMode.ASR) {
            Graph folded = fold(graph);
            assertThat(shape(folded))
                    .isEqualTo(PLAIN.computeIfAbsent(plan.architecture(), ArchitectureMatrixTest::plain));
            assertThat(RelativeError.of(run(folded), run(graph))).isLessThan(1e-5);
        }
    }

    private static List<String> plain(String architecture) {
        return shape(fold(
                assertAgreement(new NetPlan(architecture, WIDTH, AttentionModule.SE, AttentionMode.PLAIN, 1, 0.1f))));
    }

    /** @return the exported graph */
    private static Graph assertAgreement(NetPlan plan) {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NetBlock net = plan.net(LABELS.size(), SPEC);
            net.initialize(manager);
            RandomWeights.shake(net, manager);
            NDArray x = manager.create(REAL.duplicate(), new Shape(IMAGES, 3, SIDE, SIDE));
            float[] expected = net.run(x, false).toFloatArray();
            Graph graph = OnnxExporter.export(net, card(plan));
            assertThat(RelativeError.of(run(graph), expected)).isLessThan(1e-4);
            return graph;
        }
    }

    private static Graph fold(Graph graph) {
        return new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference())
                .run(graph)
                .graph();
    }

    /** Operators in order, with the sizes of their constants. */
    private static List<String> shape(Graph graph) {
        return graph.nodes().stream()
                .map(node -> node.opType()
                        + node.inputs().stream()
                                .map(graph.initializers()::get)
                                .filter(Objects::nonNull)
                                .map(tensor -> tensor.dims().toString())
                                .toList())
                .toList();
    }

    private static float[] run(Graph graph) {
        FloatTensor input = FloatTensor.zeros(IMAGES, 3, SIDE, SIDE);
        input.data().put(0, REAL, 0, REAL.capacity());
        FloatTensor logits = FloatTensor.zeros(IMAGES, LABELS.size());
        try (OrtModel model = new OrtModel(OnnxFile.bytes(graph), SessionSettings.reference(1))) {
            model.run(input, logits);
            return logits.toArray();
        }
    }

    private static FloatBuffer images() {
        return SampleBatch.of(SPEC, IMAGES);
    }

    private static ModelCard card(NetPlan plan) {
        return new ModelCard(
                LABELS,
                SPEC,
                new Provenance(
                        plan.architecture(),
                        plan.attention().label(),
                        "test",
                        0,
                        1,
                        "none",
                        Sha256.of(new byte[0]),
                        0,
                        0,
                        "none",
                        null));
    }
}
