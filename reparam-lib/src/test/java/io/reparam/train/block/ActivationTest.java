package io.reparam.train.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.reparam.train.TrainingEngine;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
    private static final float[] X = {-7, -2.9f, -1, -0.2f, 0.3f, 1, 2.9f, 5.9f, 8};

    @ParameterizedTest
    @EnumSource
    void values_andSlopes_areThoseOfTheFunction(Activation function) {
        DoubleUnaryOperator expected = reference(function);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            NDArray x = manager.create(X);
            x.setRequiresGradient(true);
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = function.of(x);
                float[] values = y.toFloatArray();
                gradients.backward(y.sum());
                float[] slopes = x.getGradient().toFloatArray();
                for (int i = 0; i < X.length; i++) {
                    assertThat((double) values[i])
                            .as("f(%s)", X[i])
                            .isCloseTo(expected.applyAsDouble(X[i]), within(1e-5));
                    double slope = (expected.applyAsDouble(X[i] + 1e-4) - expected.applyAsDouble(X[i] - 1e-4)) / 2e-4;
                    assertThat((double) slopes[i]).as("f'(%s)", X[i]).isCloseTo(slope, within(1e-3));
                }
            }
        }
    }

    private static DoubleUnaryOperator reference(Activation function) {
        return switch (function) {
            case RELU -> x -> Math.max(x, 0);
            case RELU6 -> x -> Math.min(Math.max(x, 0), 6);
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
            case TANH -> Math::tanh;
            case HARD_SIGMOID -> x -> Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case HARD_SWISH -> x -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case GELU -> x -> x * phi(x);
        };
    }

    /** The distribution function of N(0, 1), by the trapezoidal rule. */
    private static double phi(double x) {
        int steps = 20_000;
        double width = (x + 10) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = -10 + i * width;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 0.5 : 1);
        }
        return sum * width / Math.sqrt(2 * Math.PI);
    }
}
