package io.reparam.bench;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.Reals;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorSpec;
import io.reparam.ort.TensorType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A model with its inputs, and with memory for its output where there is one input and one output. */
final class TimedModel implements AutoCloseable {
    private final OrtModel model;
    private final Map<String, FloatTensor> feeds = new LinkedHashMap<>();
    /** The same in the model's own types, where not all are float32; empty otherwise. */
    private final List<HostTensor> typed;

    private final Map<String, FloatTensor> outputs;

    /** @throws OrtModelException if it does not load or run, or takes text */
    TimedModel(byte[] onnx, BenchPlan plan) {
        model = new OrtModel(onnx, new SessionSettings(plan.provider(), 0, 0, plan.threads(), plan.optimize()));
        try {
            Random random = new Random(plan.seed());
            for (TensorSpec input : model.inputs()) {
                feeds.put(input.name(), normal(input, plan, random));
            }
            typed = isFloat(model) ? List.of() : typed(model.inputs(), feeds);
            outputs = typed.isEmpty() ? model.run(feeds) : Map.of();
            run();
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    void run() {
        if (!typed.isEmpty()) {
            model.run(typed);
        } else if (feeds.size() == 1 && outputs.size() == 1) {
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
        long[] shape = input.withFree(plan.batch(), plan.size());
        FloatTensor tensor = FloatTensor.zeros(shape);
        for (int i = 0; i < tensor.data().capacity(); i++) {
            tensor.data().put(i, (float) random.nextGaussian());
        }
        return tensor;
    }

    private static boolean isFloat(OrtModel model) {
        return Stream.concat(model.inputs().stream(), model.outputs().stream())
                .allMatch(tensor -> tensor.type().equals("FLOAT"));
    }

    private static List<HostTensor> typed(List<TensorSpec> inputs, Map<String, FloatTensor> feeds) {
        List<HostTensor> tensors = new ArrayList<>();
        for (TensorSpec input : inputs) {
            TensorType type = TensorType.valueOf(input.type());
            if (type == TensorType.STRING) {
                throw new OrtModelException("input '" + input.name() + "' is text, and only numbers are made up here;"
                        + " export the model without the part that reads text");
            }
            FloatTensor values = Objects.requireNonNull(feeds.get(input.name()));
            List<Long> shape = LongStream.of(values.shape()).boxed().toList();
            if (type == TensorType.BOOL) {
                byte[] yes = new byte[values.data().capacity()]; // such as a mask that hides nothing
                Arrays.fill(yes, (byte) 1);
                tensors.add(HostTensor.of(type, shape, ByteBuffer.wrap(yes)));
                continue;
            }
            FloatBuffer numbers = FloatBuffer.allocate(values.data().capacity());
            for (int i = 0; i < numbers.capacity(); i++) {
                float value = values.data().get(i);
                // whole numbers are mostly indices or pixels
                numbers.put(i, type.isReal() ? value : Math.abs(value));
            }
            tensors.add(Reals.of(type, shape, numbers));
        }
        return tensors;
    }
}
