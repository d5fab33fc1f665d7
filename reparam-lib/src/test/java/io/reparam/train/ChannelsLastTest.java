package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelsLastTest {
    static Stream<NetPlan> deep() {
        return TrainingPass.everyArchitecture();
    }

    static Stream<NetPlan> shallow() {
        return TrainingPass.everyModule();
    }

    /** The last maps of the deepest have one pixel, and norms of eight numbers make much of another order of summands. */
    @ParameterizedTest
    @MethodSource("deep")
    void deepNet_computesAndLearnsTheSame(NetPlan plan) {
        compare(plan, 1e-4, 0.05);
    }

    @ParameterizedTest
    @MethodSource("shallow")
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
            var images = manager.arange(2 * 3 * 4 * 5).reshape(new Shape(2, 3, 4, 5));
            var last = ChannelsLast.of(images);
            assertThat(last.getShape()).isEqualTo(images.getShape());
            assertThat(last.toIntArray()).isEqualTo(images.toIntArray());
        }
    }
}
