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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    @Test
    void adamW_followsTheFormula_alsoAfterARestart() throws IOException {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            Linear linear = linear(manager);
            NDArray weight = linear.getParameters().valueAt(0).getArray();
            double w = weight.getFloat(0, 0);
            double m = 0;
            double v = 0;
            AdamW optimizer = new AdamW(linear, manager, 0.9f, 0.01f);
            for (int step = 1; step <= 4; step++) {
                double rate = 0.1 / step;
                double gradient = step == 2 ? 300 : -3e-4;
                backward(linear, manager, (float) gradient);
                optimizer.step((float) rate);
                m = 0.9 * m + 0.1 * gradient;
                v = 0.999 * v + 0.001 * gradient * gradient;
                double starts = Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
                double direction = starts * m / (Math.sqrt(v) + 1e-8);
                w -= rate * (direction + 0.01 * w);
                assertThat((double) weight.getFloat(0, 0)).as("step %d", step).isCloseTo(w, within(1e-5));
                optimizer = restarted(optimizer, linear, manager);
            }
            optimizer.close();
        }
    }

    private static AdamW restarted(AdamW optimizer, Linear linear, NDManager manager) throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        optimizer.save(new DataOutputStream(saved));
        optimizer.close();
        AdamW restarted = new AdamW(linear, manager, 0.9f, 0.01f);
        restarted.load(manager, new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        return restarted;
    }

    @Test
    void momentumSgd_followsTheFormula() {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            Linear linear = linear(manager);
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

    private static Linear linear(NDManager manager) {
        Linear linear = Linear.builder().setUnits(1).optBias(false).build();
        linear.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
        return linear;
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
