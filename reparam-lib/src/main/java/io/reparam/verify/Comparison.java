package io.reparam.verify;

import java.util.Comparator;
import java.util.List;

/**
 * One subject against the original on one kind of images.
 *
 * @param samples {@code random} or {@code real}
 * @param subject what was compared with the original
 * @param images compared
 * @param outputs one difference for each
 */
public record Comparison(String samples, Subject subject, long images, List<OutputDifference> outputs) {
    public Comparison {
        outputs = List.copyOf(outputs);
    }

    /** The largest difference relative to the largest value; infinite where values are not the same. */
    double error() {
        return outputs.stream()
                .mapToDouble(output -> output.unequal() > 0 ? Double.POSITIVE_INFINITY : output.scaleRelative())
                .max()
                .orElse(0);
    }

    /** One line of a report: the output that is furthest off. */
    String text() {
        String head = samples + " images " + images + ", " + subject;
        return outputs.stream()
                .max(Comparator.comparing(OutputDifference::unequalShare)
                        .thenComparing(OutputDifference::scaleRelative))
                .map(worst ->
                        head + ", " + (outputs.size() > 1 ? "worst of " + outputs.size() + ": " : "") + worst.text())
                .orElse(head + ", no outputs");
    }
}
