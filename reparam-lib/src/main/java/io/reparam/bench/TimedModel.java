package io.reparam.bench;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** A model with its inputs, and with memory for its output where there is one input and one output. */
final class TimedModel implements AutoCloseable {
    private final OrtModel model;
    private final Map<String, FloatTensor> feeds = new LinkedHashMap<>();
    private final Map<String, FloatTensor> outputs;

    /** @throws OrtModelException if it does not load or run, or takes something else than float32 */
    TimedModel(byte[] onnx, BenchPlan plan) {
        model = new OrtModel(onnx, new SessionSettings(plan.provider(), 0, 0, plan.threads(), plan.optimize()));
        try {
            Random random = new Random(plan.seed());
            for (TensorSpec input : model.inputs()) {
                feeds.put(input.name(), normal(input, plan, random));
            }
            outputs = model.run(feeds);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    void run() {
        if (feeds.size() == 1 && outputs.size() == 1) {
            model.run(
                    feeds.values().iterator().next(),
                    outputs.values().iterator().next());
        } else {
            model.run(feeds);
        }
    }

    /** The sizes of what it is timed on, in the order of its inputs. */
    List<List<Long>> inputShapes() {
        return feeds.values().stream()
                .map(feed -> LongStream.of(feed.shape()).boxed().toList())
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }

    private static FloatTensor normal(TensorSpec input, BenchPlan plan, Random random) {
        if (!input.type().equals("FLOAT")) {
            throw new OrtModelException("input '" + input.name() + "' is " + input.type() + ", not float32");
        }
        long[] shape = input.withFree(plan.batch(), plan.size());
        FloatTensor tensor = FloatTensor.zeros(shape);
        for (int i = 0; i < tensor.data().capacity(); i++) {
            tensor.data().put(i, (float) random.nextGaussian());
        }
        return tensor;
    }
}
