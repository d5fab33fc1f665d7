package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.Geometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelsLastTest {
    /** The last maps of the deepest have one pixel, and norms of eight numbers make much of another order of summands. */
    @ParameterizedTest
    @MethodSource("io.reparam.train.TrainingPass#everyArchitecture")
    void deepNet_computesAndLearnsTheSame(NetPlan plan) {
        compare(plan, 1e-4, 0.05);
    }

    @ParameterizedTest
    @MethodSource("io.reparam.train.TrainingPass#everyModule")
    void everyModule_computesAndLearnsTheSame(NetPlan plan) {
        compare(plan, 1e-6, 1e-5);
    }

    private static void compare(NetPlan plan, double logits, double slopes) {
        TrainingPass asTheyCome = TrainingPass.of(plan, (net, images) -> net.run(images, true));
        TrainingPass last = TrainingPass.of(plan, (net, images) -> net.run(ChannelsLast.of(images), true));
        assertThat(last.logitsCosine(asTheyCome)).isCloseTo(1, within(logits));
        assertThat(last.slopesCosine(asTheyCome)).isCloseTo(1, within(slopes));
    }

    @Test
    void valuesAndShapeStay() {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NDArray images = manager.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5);
            NDArray last = ChannelsLast.of(images);
            assertThat(last.getShape()).isEqualTo(images.getShape());
            assertThat(last.toIntArray()).isEqualTo(images.toIntArray());
        }
    }

    @Test
    void channelsLieSideBySide_inWhatIsComputed_too() {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            Convolution layer = new Convolution(3, 8, Geometry.square(3, 1));
            layer.initialize(manager);
            NDArray images = manager.randomNormal(new Shape(2, 3, 4, 5));
            NDArray last = ChannelsLast.of(images);
            NDArray map = new DjlOperators(manager, true).conv(last, layer);
            assertThat(channelsLieSideBySide(last)).isTrue();
            assertThat(channelsLieSideBySide(map)).isTrue();
            assertThat(channelsLieSideBySide(images)).isFalse();
        }
    }

    /** Then pixel after pixel is a view of the same memory, and otherwise a copy. */
    private static boolean channelsLieSideBySide(NDArray map) {
        NDArray before = map.add(1);
        map.transpose(0, 2, 3, 1).reshape(-1).addi(1);
        return map.contentEquals(before);
    }
}
