package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.backbone.SampleArchitectures;
import io.reparam.train.block.NetBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutocastTest {
    /**
     * A step.
     *
     * @param logits [N, classes]
     * @param slopes of every learnt parameter
     */
    private record Pass(float[] logits, Map<String, float[]> slopes) {}

    static Stream<NetPlan> deep() {
        return SampleArchitectures.NAMES.stream().map(name -> plan(name, AttentionModule.SE, AttentionMode.BOTH));
    }

    static Stream<NetPlan> shallow() {
        return Stream.of(AttentionModule.values())
                .map(module ->
                        plan("resnet11", module, module.foldable() ? AttentionMode.BOTH : AttentionMode.ATTENTION));
    }

    private static NetPlan plan(String architecture, AttentionModule module, AttentionMode mode) {
        return new NetPlan(architecture, 0.25, module, mode, 1, 0.1f);
    }

    /** Many layers of untrained weights make much of a little rounding, so their slopes' direction tells nothing. */
    @ParameterizedTest
    @MethodSource("deep")
    void deepNet_computesNearly_andLearnsAll(NetPlan plan) {
        compare(pass(plan, Precision.FLOAT32), pass(plan, Precision.BFLOAT16), 0.8);
    }

    @ParameterizedTest
    @MethodSource("shallow")
    void everyModule_computesAndLearnsNearly(NetPlan plan) {
        Pass exact = pass(plan, Precision.FLOAT32);
        Pass rounded = pass(plan, Precision.BFLOAT16);
        compare(exact, rounded, 0.99);
        assertThat(cosine(rounded.slopes().values(), exact.slopes().values())).isGreaterThan(0.8);
    }

    private static void compare(Pass exact, Pass rounded, double nearLogits) {
        assertThat(cosine(List.of(rounded.logits()), List.of(exact.logits())))
                .isGreaterThan(nearLogits)
                .isNotCloseTo(1, within(1e-9));
        exact.slopes().forEach((name, slope) -> {
            if (norm(slope) > 0) {
                assertThat(norm(Objects.requireNonNull(rounded.slopes().get(name))))
                        .as(name)
                        .isGreaterThan(0);
            }
        });
    }

    @Test
    void whatComesAfterwards_isFloat32() {
        NetBlock net = plan("resnet11", AttentionModule.SE, AttentionMode.ASR).net(3, PreprocessSpec.CIFAR);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            NDArray x = manager.randomNormal(new Shape(2, 3, 32, 32));
            float[] before = net.run(x, false).toFloatArray();
            float[] rounded = Autocast.of(Precision.BFLOAT16, Device.cpu())
                    .orElseThrow()
                    .compute(x, images -> net.run(images, false))
                    .toFloatArray();
            assertThat(net.run(x, false).toFloatArray()).isEqualTo(before).isNotEqualTo(rounded);
        }
    }

    private static Pass pass(NetPlan plan, Precision precision) {
        NetBlock net = plan.net(3, PreprocessSpec.CIFAR);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            Stream<Parameter> learnt = net.weights().values().stream().filter(Parameter::requiresGradient);
            learnt.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
            NDArray x = manager.randomNormal(new Shape(8, 3, 32, 32));
            NDArray direction = manager.randomNormal(new Shape(8, 3));
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits = Autocast.of(precision, Device.cpu())
                        .map(reduced -> reduced.compute(x, images -> net.run(images, true)))
                        .orElseGet(() -> net.run(x, true));
                float[] values = logits.toFloatArray();
                gradients.backward(logits.mul(direction).sum());
                Map<String, float[]> slopes = new LinkedHashMap<>();
                net.weights().forEach((name, parameter) -> {
                    if (parameter.requiresGradient()) {
                        slopes.put(name, parameter.getArray().getGradient().toFloatArray());
                    }
                });
                return new Pass(values, slopes);
            }
        }
    }

    private static double cosine(Iterable<float[]> a, Iterable<float[]> b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        var others = b.iterator();
        for (float[] values : a) {
            float[] other = others.next();
            for (int i = 0; i < values.length; i++) {
                product += (double) values[i] * other[i];
                ofA += (double) values[i] * values[i];
                ofB += (double) other[i] * other[i];
            }
        }
        return product / Math.sqrt(ofA * ofB);
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
