package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import io.reparam.ort.TypedValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A meter for each output of a model. */
final class Meters {
    private final Map<String, DifferenceMeter> byOutput = new LinkedHashMap<>();

    /** @param ring width of the border that is measured apart, for outputs of as many dimensions as an input has */
    Meters(Signature model, int ring) {
        for (TypedSpec output : model.outputs()) {
            // [N, T, classes] of a recognizer that reads [N, C, H, W] is not a map
            boolean map = model.inputs().stream()
                    .anyMatch(input -> input.shape().size() == output.shape().size());
            byOutput.put(output.name(), new DifferenceMeter(output.name(), map ? ring : 0));
        }
    }

    /** @throws ModelMismatchException if the shapes differ */
    void add(Map<String, TypedValue> expected, Map<String, TypedValue> actual) {
        byOutput.forEach((output, meter) -> meter.add(required(expected, output), required(actual, output)));
    }

    List<OutputDifference> results() {
        return byOutput.values().stream().map(DifferenceMeter::result).toList();
    }

    private static TypedValue required(Map<String, TypedValue> tensors, String name) {
        TypedValue tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("a run gives every output, but '" + name + "' is missing");
        }
        return tensor;
    }
}
