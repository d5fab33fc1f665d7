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
            "Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Dropout", "Clip", "Transpose", "Concat");

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
        OutputActivation found = activation != null ? activation : activation(net, port);
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
        List<Long> shape = port.shape();
        return shape != null && !shape.isEmpty() && shape.get(shape.size() - 1) == classes;
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
        long values = 1;
        boolean free = false;
        for (int axis = shape.size() == 1 ? 0 : 1; axis < shape.size(); axis++) {
            free |= shape.get(axis) < 0;
            values *= Math.abs(shape.get(axis));
        }
        return free || values == classes || (values == 1 && classes == 2);
    }

    private static OutputActivation activation(OnnxOutline net, Port port) {
        Operator last = net.producer(port.name());
        for (int steps = 0; last != null && TRANSPARENT.contains(last.type()) && steps < 16; steps++) {
            last = last.inputs().isEmpty() ? null : net.producer(last.inputs().get(0));
        }
        String type = last == null ? "" : last.type();
        if (type.equals("Softmax") || type.equals("Sigmoid") || type.equals("HardSigmoid")) {
            return OutputActivation.NONE;
        }
        List<Long> shape = port.shape();
        boolean single = shape != null && !shape.isEmpty() && shape.get(shape.size() - 1) == 1;
        return single ? OutputActivation.SIGMOID : OutputActivation.SOFTMAX;
    }
}
