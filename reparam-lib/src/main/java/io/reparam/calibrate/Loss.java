package io.reparam.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What replacing gates costs, against the original on the same images.
 *
 * @param images measured on
 * @param kl divergence that gates are ordered by: mean of an image, summed over outputs; Kullback-Leibler in nats where an output
 *     has probabilities
 * @param accuracyBefore top-1 of the original, 0 to 1; null without labels
 * @param accuracy top-1 of the candidate, 0 to 1; null without labels
 * @param accuracyLost where the accuracy lost lies on other images, 95 %; null without labels
 * @param byAccuracy whether labels are those of the answers, so that lost accuracy is what counts
 * @param outputs of each output, in the model's order
 */
public record Loss(
        int images,
        double kl,
        @Nullable Double accuracyBefore,
        @Nullable Double accuracy,
        @Nullable Interval accuracyLost,
        boolean byAccuracy,
        List<OutputLoss> outputs) {
    public Loss {
        outputs = List.copyOf(outputs);
    }

    /** Of a net that is the original. */
    static Loss none(Loss like) {
        return new Loss(
                like.images,
                0,
                like.accuracyBefore,
                like.accuracyBefore,
                like.accuracyBefore == null ? null : Interval.ofDrop(0, 0, like.images),
                like.byAccuracy,
                like.outputs.stream().map(output -> output.none(like.images)).toList());
    }

    /**
     * The part of the answers that is lost, of the output that loses most: accuracy, below 0 if won, of the first output with
     * classes if there are labels of them; of any other, the part of the images with another answer.
     */
    public double drop() {
        double most = Double.NEGATIVE_INFINITY;
        Double before = accuracyBefore;
        Double now = accuracy;
        Optional<OutputLoss> classifier = classifier();
        for (OutputLoss output : outputs) {
            boolean answers = classifier.equals(Optional.of(output));
            most = Math.max(
                    most, answers && byAccuracy && before != null && now != null ? before - now : output.changed());
        }
        return most;
    }

    /** How far 95 of 100 images move at most, of the output that moves furthest. */
    public double moved() {
        return outputs.stream().mapToDouble(OutputLoss::moved).max().orElse(0);
    }

    /** The first output with one class an image. */
    Optional<OutputLoss> classifier() {
        return outputs.stream().filter(OutputLoss::ranks).findFirst();
    }

    /** One line. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "KL %.3g", kl));
        for (OutputLoss output : outputs) {
            text.append(", ")
                    .append(outputs.size() > 1 ? "'" + output.output() + "' " : "")
                    .append(output.text());
        }
        if (accuracy != null && accuracyBefore != null && accuracyLost != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ", accuracy %.2f -> %.2f %% (%.2f to %.2f points lost)",
                    100 * accuracyBefore,
                    100 * accuracy,
                    100 * accuracyLost.low(),
                    100 * accuracyLost.high()));
        }
        return text.append(" on ").append(images).append(" images").toString();
    }
}
