package io.reparam.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What replacing gates does to one output.
 *
 * @param output its name
 * @param kind what its numbers mean
 * @param divergence mean of an image
 * @param changed part of the images with another answer, 0 to 1; for maps 1 - IoU, of class maps its mean over the
 *     classes of an image, and for raw numbers the relative error; mean over images
 * @param interval of {@code changed} on other images like these, 95 %
 * @param moved how far 95 of 100 images move at most: the largest change of a probability, 1 - cosine, a map's mean error, the part
 *     of a class map that has another class, or the
 *     relative error
 * @param furthest how far any image moves
 */
public record OutputLoss(
        String output,
        OutputKind kind,
        double divergence,
        double changed,
        Interval interval,
        double moved,
        double furthest) {
    private static final double MOST = 0.95;

    static OutputLoss of(String output, OutputKind kind, List<Move> moves) {
        double[] changes = moves.stream().mapToDouble(Move::changed).toArray();
        double[] moved = moves.stream().mapToDouble(Move::moved).sorted().toArray();
        double divergence =
                moves.stream().mapToDouble(Move::divergence).average().orElse(0);
        int at = Math.max(0, (int) Math.ceil(MOST * moved.length) - 1);
        return new OutputLoss(
                output,
                kind,
                Double.isNaN(divergence) ? Double.POSITIVE_INFINITY : divergence,
                Arrays.stream(changes).average().orElse(0),
                Interval.ofMean(changes),
                moved[at],
                moved[moved.length - 1]);
    }

    /** The same output of the original, on so many images. */
    OutputLoss none(int images) {
        return new OutputLoss(output, kind, 0, 0, Interval.ofMean(new double[images]), 0, 0);
    }

    /** Whether an image has one answer that is right or wrong. */
    boolean ranks() {
        return kind == OutputKind.LOGITS || kind == OutputKind.PROBABILITIES;
    }

    /** Part of a line. */
    public String text() {
        String measured = switch (kind) {
            case LOGITS, PROBABILITIES -> String.format(Locale.ROOT, "top-1 equal %.2f %%", 100 * (1 - changed));
            case BINARY -> String.format(Locale.ROOT, "answers turned over %.2f %%", 100 * changed);
            case LABELS -> String.format(Locale.ROOT, "images with a label turned over %.2f %%", 100 * changed);
            case CLASS -> String.format(Locale.ROOT, "class equal %.2f %%", 100 * (1 - changed));
            case EMBEDDING -> String.format(Locale.ROOT, "nearest neighbour equal %.2f %%", 100 * (1 - changed));
            case SEQUENCE -> String.format(Locale.ROOT, "texts equal %.2f %%", 100 * (1 - changed));
            case CLASS_MAP -> String.format(Locale.ROOT, "mean IoU of an image %.4f", 1 - changed);
            case MAP -> String.format(Locale.ROOT, "IoU %.4f", 1 - changed);
            case RAW -> String.format(Locale.ROOT, "relative error %.3g", changed);
        };
        String lost = String.format(
                Locale.ROOT, "%s (%.2f to %.2f %% lost)", measured, 100 * interval.low(), 100 * interval.high());
        if (kind == OutputKind.CLASS) {
            return lost;
        }
        return kind == OutputKind.CLASS_MAP
                ? String.format(
                        Locale.ROOT, "%s, in 95 of 100 at most %.3g %% of the places change class", lost, 100 * moved)
                : String.format(Locale.ROOT, "%s, 95 of 100 move at most %.3g", lost, moved);
    }
}
