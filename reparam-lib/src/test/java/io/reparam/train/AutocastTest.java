package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.block.NetBlock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutocastTest {
    /** Many layers of untrained weights make much of a little rounding, so their slopes' direction tells nothing. */
    @ParameterizedTest
    @MethodSource("io.reparam.train.TrainingPass#everyArchitecture")
    void deepNet_computesNearly_andLearnsAll(NetPlan plan) {
        compare(exact(plan), rounded(plan), 0.8);
    }

    @ParameterizedTest
    @MethodSource("io.reparam.train.TrainingPass#everyModule")
    void everyModule_computesAndLearnsNearly(NetPlan plan) {
        TrainingPass exact = exact(plan);
        TrainingPass rounded = rounded(plan);
        compare(exact, rounded, 0.99);
        assertThat(rounded.slopesCosine(exact)).isGreaterThan(0.8);
    }

    private static void compare(TrainingPass exact, TrainingPass rounded, double nearLogits) {
        assertThat(rounded.logitsCosine(exact)).isGreaterThan(nearLogits).isNotCloseTo(1, within(1e-9));
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
        NetBlock net = TrainingPass.plan("resnet11", AttentionModule.SE, AttentionMode.ASR)
                .net(3, PreprocessSpec.CIFAR);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            NDArray x = manager.randomNormal(new Shape(2, 3, 32, 32));
            float[] before = net.run(x, false).toFloatArray();
            float[] rounded =
                    autocast().compute(x, images -> net.run(images, false)).toFloatArray();
            assertThat(net.run(x, false).toFloatArray()).isEqualTo(before).isNotEqualTo(rounded);
        }
    }

    @Test
    void libraryWithoutAutocast_isRefused() {
        assertThatThrownBy(() -> Autocast.from("m", Device.cpu()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has no autocast")
                .hasMessageContaining("--precision float32");
    }

    private static TrainingPass exact(NetPlan plan) {
        return TrainingPass.of(plan, (net, images) -> net.run(images, true));
    }

    private static TrainingPass rounded(NetPlan plan) {
        return TrainingPass.of(
                plan, (net, images) -> autocast().compute(ChannelsLast.of(images), x -> net.run(x, true)));
    }

    private static Autocast autocast() {
        return Autocast.of(Precision.BFLOAT16, Device.cpu()).orElseThrow();
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
