package io.reparam.verify;

import io.reparam.ort.TypedValue.Numbers;
import io.reparam.verify.cut.Wiring.TensorKind;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a {@link CutProof} has found equal in both models so far. */
final class EqualTensors {
    private final Set<String> equal = new LinkedHashSet<>();
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, TensorKind> kinds = new HashMap<>();
    private String worst = "";
    private double error;

    /** Tensors at which a part can begin, in the order in which they were found. */
    Set<String> names() {
        return Collections.unmodifiableSet(equal);
    }

    boolean isProvedOutput(String name) {
        return outputs.contains(name);
    }

    /** Notes the type of a tensor that was computed, equal or not. */
    void seen(String name, Numbers tensor) {
        kinds.put(name, new TensorKind(code(tensor.type()), tensor.shape().length));
    }

    /**
     * Adds a tensor that is equal up to rounding.
     *
     * @param output whether it is an output of the model
     * @return whether this is news
     */
    boolean add(String name, OutputDifference difference, boolean output) {
        if (difference.scaleRelative() >= error) {
            error = difference.scaleRelative();
            worst = name;
        }
        TensorKind kind = kinds.get(name);
        boolean cut = kind != null && kind.type() != 0 && equal.add(name); // strings and sequences cannot be given
        return (output && outputs.add(name)) || cut;
    }

    /** By name, for tensors that were computed before. */
    Map<String, TensorKind> kinds(Set<String> names) {
        Map<String, TensorKind> known = new LinkedHashMap<>();
        for (String name : names) {
            TensorKind kind = kinds.get(name);
            if (kind == null) {
                throw new IllegalStateException("'" + name + "' was compared and has a type");
            }
            known.put(name, kind);
        }
        return known;
    }

    /** @param images on which all were compared */
    EquivalenceReport.Segments segments(long images) {
        return new EquivalenceReport.Segments(images, equal.size(), worst, error);
    }

    /** ONNX's number of an element type. */
    private static int code(String type) {
        return switch (type) {
            case "FLOAT" -> 1;
            case "UINT8" -> 2;
            case "INT8" -> 3;
            case "INT16" -> 5;
            case "INT32" -> 6;
            case "INT64" -> 7;
            case "BOOL" -> 9;
            case "FLOAT16" -> 10;
            case "DOUBLE" -> 11;
            case "BFLOAT16" -> 16;
            default -> 0;
        };
    }
}
