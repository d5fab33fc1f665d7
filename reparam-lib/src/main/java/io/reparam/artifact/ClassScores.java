package io.reparam.artifact;

import io.reparam.artifact.OnnxOutline.Operator;
import io.reparam.artifact.OnnxOutline.Port;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which output of a net says what an image shows, and what makes probabilities of it.
 *
 * @param output its name
 * @param activation from the graph, unless somebody said it
 */
public record ClassScores(String output, OutputActivation activation) {
    /** They change neither order nor meaning of what a classifier ends with. */
    private static final Set<String> TRANSPARENT = Set.of(
            "Identity",
            "Cast",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Dropout",
            "Clip",
            "Transpose",
            "Concat",
            "QuantizeLinear",
            "DequantizeLinear");

    /** What comes out of them are probabilities; the last two are ONNX Runtime's own. */
    private static final Set<String> PROBABILITIES =
            Set.of("Softmax", "Sigmoid", "HardSigmoid", "QLinearSoftmax", "QLinearSigmoid");

    private static final Set<Integer> NUMBERS = Set.of(1, 10, 11, 16);

    /**
     * Finds them.
     *
     * @param classes how many labels there are
     * @param output that was named; null to find the one that has so many values
     * @param activation that was said; null to find it
     * @throws IllegalArgumentException if no output fits, naming all and the remedy
     */
    public static ClassScores of(
            OnnxOutline net, int classes, @Nullable String output, @Nullable OutputActivation activation) {
        Port port = port(net, classes, output);
        OutputActivation found = activation != null ? activation : activation(net, port, classes);
        return new ClassScores(port.name(), found);
    }

    private static Port port(OnnxOutline net, int classes, @Nullable String named) {
        List<Port> candidates = net.outputs().stream()
                .filter(port ->
                        named == null ? fits(port, classes) : port.name().equals(named))
                .toList();
        if (candidates.isEmpty() || (named != null && !fits(candidates.get(0), classes))) {
            throw new IllegalArgumentException("no output of numbers has " + classes + " values, one for each label; "
                    + (named == null ? "" : "'" + named + "' was named, and ") + "there is " + net.outputs());
        }
        return candidates.stream()
                .filter(port -> declared(port, classes))
                .findFirst()
                .orElse(candidates.get(0));
    }

    /** Whether its sizes leave nothing to guess, unlike those of an embedding or a map that declares none. */
    private static boolean declared(Port port, int classes) {
        return values(port) == classes;
    }

    /** Of a row, wherever its axis of classes stands, as in {@code [N, classes, 1, 1]}; -1 where that is not declared. */
    private static long values(Port port) {
        List<Long> shape = port.shape();
        if (shape == null || shape.isEmpty()) {
            return -1;
        }
        long values = 1;
        for (int axis = shape.size() == 1 ? 0 : 1; axis < shape.size(); axis++) {
            if (shape.get(axis) < 0) {
                return -1;
            }
            values *= shape.get(axis);
        }
        return values;
    }

    /** One value a class, or one for two classes; what declares no sizes may fit. */
    private static boolean fits(Port port, int classes) {
        List<Long> shape = port.shape();
        if (!NUMBERS.contains(port.elementType())) {
            return false;
        }
        if (shape == null || shape.isEmpty()) {
            return shape == null || classes <= 2;
        }
        long values = values(port);
        return values < 0 || values == classes || (values == 1 && classes == 2);
    }

    private static OutputActivation activation(OnnxOutline net, Port port, int classes) {
        Operator last = net.producer(port.name());
        for (int steps = 0; last != null && TRANSPARENT.contains(last.type()) && steps < 16; steps++) {
            last = last.inputs().isEmpty() ? null : net.producer(last.inputs().get(0));
        }
        if (last != null && PROBABILITIES.contains(last.type())) {
            return OutputActivation.NONE;
        }
        // the softmax of one value is 1 whatever it is
        boolean single = classes == 1 || values(port) == 1;
        return single ? OutputActivation.SIGMOID : OutputActivation.SOFTMAX;
    }
}
