package io.reparam.train.block;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.reparam.train.TrainingEngine;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gradient needs is still there after a garbage collection between the two passes. */
class GradientMemoryTest {
    private static final int SENTINEL = 64 << 20;

    @ParameterizedTest
    @EnumSource
    void activation(Activation function) {
        assertSame(function::of);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.5f, -3})
    void times(float factor) {
        assertSame(x -> new DjlOperators(x.getManager(), true).times(x, factor));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-5f, 2})
    void plus(float summand) {
        assertSame(x -> new DjlOperators(x.getManager(), true).plus(x, summand));
    }

    private static void assertSame(UnaryOperator<NDArray> function) {
        float[] expected = slopes(function, () -> {});
        assertThat(slopes(function, GradientMemoryTest::collectGarbage)).isEqualTo(expected);
        assertThat(Arrays.equals(expected, new float[expected.length])).isFalse();
    }

    private static float[] slopes(UnaryOperator<NDArray> function, Runnable between) {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NDArray x = manager.create(new float[] {-7, -2.9f, -0.2f, 0.3f, 2.9f, 8});
            x.setRequiresGradient(true);
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = function.apply(x).sum();
                between.run();
                gradients.backward(y);
                return x.getGradient().toFloatArray();
            }
        }
    }

    /** Returns when direct memory that nobody refers to has been freed. */
    private static void collectGarbage() {
        for (int i = 0; i < 2; i++) {
            long before = direct().getMemoryUsed();
            ByteBuffer.allocateDirect(SENTINEL);
            long deadline = System.nanoTime() + 20_000_000_000L;
            do {
                System.gc();
                Thread.onSpinWait();
                assertThat(System.nanoTime()).as("no garbage collection").isLessThan(deadline);
            } while (direct().getMemoryUsed() >= before + SENTINEL);
        }
    }

    private static BufferPoolMXBean direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findAny()
                .orElseThrow();
    }
}
