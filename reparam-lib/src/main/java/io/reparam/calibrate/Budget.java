package io.reparam.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a calibrated net may lose.
 *
 * @param maxDrop of {@link Loss#drop}, 0 to 1; null for any
 * @param maxKl of {@link Loss#kl}, above 0; null for any
 * @param maxMove of {@link Loss#moved}, above 0; null for any
 * @param gates exactly so many go, whatever the loss; 0 for as many as the limits allow
 * @param all every gate goes, whatever the loss
 */
public record Budget(
        @Nullable Double maxDrop,
        @Nullable Double maxKl,
        @Nullable Double maxMove,
        int gates,
        boolean all) {

    /** Half a per cent of the answers, and 95 of 100 images whose probabilities move by a tenth at most. */
    public static final Budget USUAL = new Budget(0.005, null, 0.1, 0, false);

    /** @throws IllegalArgumentException if there is no limit and not everything is wanted, or both, or a limit is impossible */
    public Budget {
        if (maxDrop != null && !(maxDrop >= 0 && maxDrop <= 1)) {
            throw new IllegalArgumentException("a drop of " + maxDrop + " must be 0 to 1, or 0 % to 100 %");
        }
        if (maxKl != null && !(maxKl > 0)) {
            throw new IllegalArgumentException("a divergence of " + maxKl + " must be above 0");
        }
        if (maxMove != null && !(maxMove > 0)) {
            throw new IllegalArgumentException("a move of " + maxMove + " must be above 0");
        }
        if (gates < 0) {
            throw new IllegalArgumentException(gates + " gates must be 1 or more");
        }
        boolean limited = maxDrop != null || maxKl != null || maxMove != null;
        if ((all ? 1 : 0) + (limited ? 1 : 0) + (gates > 0 ? 1 : 0) != 1) {
            throw new IllegalArgumentException("either every gate goes, or so many by --gates, or there is a limit");
        }
    }

    /** Without a bound on how far answers move. */
    public Budget(@Nullable Double maxDrop, @Nullable Double maxKl, boolean all) {
        this(maxDrop, maxKl, null, 0, all);
    }

    boolean allows(Loss loss, int removed) {
        if (gates > 0) {
            return removed == gates;
        }
        return all
                || ((maxKl == null || loss.kl() <= maxKl)
                        && (maxDrop == null || loss.drop() <= maxDrop + 1e-12)
                        && (maxMove == null || loss.moved() <= maxMove));
    }

    /** One line. */
    public String text() {
        if (all) {
            return "none: every gate goes";
        }
        if (gates > 0) {
            return "none: " + gates + " gates go";
        }
        List<String> limits = new ArrayList<>();
        if (maxDrop != null) {
            limits.add(String.format(Locale.ROOT, "drop at most %.3g %%", 100 * maxDrop));
        }
        if (maxKl != null) {
            limits.add(String.format(Locale.ROOT, "KL at most %.3g", maxKl));
        }
        if (maxMove != null) {
            limits.add(String.format(Locale.ROOT, "95 of 100 images move at most %.3g", maxMove));
        }
        return String.join(", ", limits);
    }
}
