package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;

class MomentumSgdTest {
    @Test
    void step_followsTheFormula() {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            Linear linear = Linear.builder().setUnits(1).optBias(false).build();
            linear.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            NDArray weight = linear.getParameters().valueAt(0).getArray();
            double w = weight.getFloat(0, 0);
            double m = 0;
            try (MomentumSgd optimizer = new MomentumSgd(linear, manager, 0.9f, 0.01f)) {
                for (float rate : new float[] {0.1f, 0.2f, 0.05f}) {
                    backward(linear, manager, 3);
                    optimizer.step(rate);
                    m = 0.9 * m + rate * (3 + 0.01 * w);
                    w -= m;
                    assertThat((double) weight.getFloat(0, 0)).isCloseTo(w, within(1e-5));
                }
            }
        }
    }

    /** d(w x)/dw = x. */
    private static void backward(Linear linear, NDManager manager, float x) {
        try (GradientCollector gradients = Engine.getEngine(TrainingEngine.NAME).newGradientCollector()) {
            NDArray in = manager.create(new float[] {x}, new Shape(1, 1));
            gradients.backward(linear.forward(new ParameterStore(manager, false), new NDList(in), true)
                    .singletonOrThrow()
                    .sum());
        }
    }
}
