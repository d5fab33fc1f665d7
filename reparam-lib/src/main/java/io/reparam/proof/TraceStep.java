package io.reparam.proof;

import io.reparam.verify.OutputDifference;
import java.util.List;
import java.util.Locale;

/**
 * How far the graph is from the original after one more fold.
 *
 * @param number from 1 on
 * @param rule that was applied
 * @param node where
 * @param outputs one difference for each
 */
public record TraceStep(int number, String rule, String node, List<OutputDifference> outputs) {
    public TraceStep {
        outputs = List.copyOf(outputs);
    }

    /** The largest of all outputs. */
    double scaleRelative() {
        return outputs.stream()
                .mapToDouble(OutputDifference::scaleRelative)
                .max()
                .orElse(0);
    }

    /** One line. */
    public String text() {
        return String.format(Locale.ROOT, "%5d  %.3g  %s at '%s'", number, scaleRelative(), rule, node);
    }
}
