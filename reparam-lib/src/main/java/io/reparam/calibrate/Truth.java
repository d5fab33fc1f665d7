package io.reparam.calibrate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What images show.
 *
 * @param labels class of each image, in their order; empty where not all have one
 */
record Truth(int[] labels) {
    static Truth of(PreparedImages images) {
        return new Truth(
                images.labelled()
                        ? images.batches().stream()
                                .flatMapToInt(batch -> Arrays.stream(batch.labels()))
                                .toArray()
                        : new int[0]);
    }

    boolean isKnown() {
        return labels.length > 0;
    }

    /** @throws CalibrationException if a label is none of the classes */
    void require(int classes) {
        for (int label : labels) {
            if (label >= classes) {
                throw new CalibrationException("a label is class " + label + ", but the model has " + classes
                        + " classes, 0 to " + (classes - 1)
                        + "; correct it in the file of labels, or the folder that is"
                        + " called by this number");
            }
        }
    }

    /** With the largest number of each answer; null where they cannot agree. */
    @Nullable
    Agreement agreement(List<Answer> answers) {
        int width = answers.get(0).width();
        return isKnown()
                        && answers.size() == labels.length
                        && Arrays.stream(labels).allMatch(k -> k < width)
                ? Agreement.of(answers.stream().mapToInt(Answer::top).toArray(), labels, width)
                : null;
    }

    /**
     * Accuracy lost.
     *
     * @param counts whether it is what counts
     */
    Loss loss(List<Answer> before, List<Answer> after, double kl, boolean counts, List<OutputLoss> losses) {
        int n = labels.length;
        long right = 0;
        long lost = 0;
        long won = 0;
        for (int i = 0; i < n; i++) {
            boolean then = before.get(i).top() == labels[i];
            boolean now = after.get(i).top() == labels[i];
            right += then ? 1 : 0;
            lost += then && !now ? 1 : 0;
            won += now && !then ? 1 : 0;
        }
        return new Loss(
                n,
                kl,
                (double) right / n,
                (double) (right - lost + won) / n,
                Interval.ofDrop(lost, won, n),
                counts,
                losses);
    }
}
