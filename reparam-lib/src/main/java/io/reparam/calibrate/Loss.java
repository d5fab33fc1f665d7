package io.reparam.calibrate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What replacing gates costs, against the original on the same images.
 *
 * @param images measured on
 * @param kl Kullback-Leibler divergence in nats: mean of an image's rows, or of a map's positions; summed over outputs
 * @param agreement part of the images whose top class stays, 0 to 1; null where outputs are maps
 * @param accuracyBefore top-1 of the original, 0 to 1; null without labels
 * @param accuracy top-1 of the candidate, 0 to 1; null without labels
 * @param meanError mean absolute difference of a map's positions; null where outputs are rows
 * @param largestError largest absolute difference of a map's positions; null where outputs are rows
 */
public record Loss(
        int images,
        double kl,
        @Nullable Double agreement,
        @Nullable Double accuracyBefore,
        @Nullable Double accuracy,
        @Nullable Double meanError,
        @Nullable Double largestError) {

    /** Of a net that is the original. */
    static Loss none(Loss like) {
        return new Loss(
                like.images,
                0,
                like.agreement == null ? null : 1.0,
                like.accuracyBefore,
                like.accuracyBefore,
                like.meanError == null ? null : 0.0,
                like.largestError == null ? null : 0.0);
    }

    /** Accuracy lost, below 0 if won; without labels the part of the images whose top class changed; null for maps. */
    public @Nullable Double drop() {
        if (accuracy != null && accuracyBefore != null) {
            return accuracyBefore - accuracy;
        }
        return agreement == null ? null : 1 - agreement;
    }

    /** One line. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "KL %.3g", kl));
        if (agreement != null) {
            text.append(String.format(Locale.ROOT, ", top-1 equal %.2f %%", 100 * agreement));
        }
        if (accuracy != null && accuracyBefore != null) {
            text.append(String.format(Locale.ROOT, ", accuracy %.2f -> %.2f %%", 100 * accuracyBefore, 100 * accuracy));
        }
        if (meanError != null && largestError != null) {
            text.append(String.format(Locale.ROOT, ", map error mean %.2g and largest %.2g", meanError, largestError));
        }
        return text.append(" on ").append(images).append(" images").toString();
    }
}
