package io.reparam.calibrate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a calibrated net may lose.
 *
 * @param maxDrop of {@link Loss#drop}, 0 to 1; null for any
 * @param maxKl of {@link Loss#kl}, above 0; null for any
 * @param all every gate goes, whatever the loss
 */
public record Budget(@Nullable Double maxDrop, @Nullable Double maxKl, boolean all) {

    /** @throws IllegalArgumentException if there is no limit and not everything is wanted, or both, or a limit is impossible */
    public Budget {
        if (maxDrop != null && !(maxDrop >= 0 && maxDrop <= 1)) {
            throw new IllegalArgumentException("a drop of " + maxDrop + " must be 0 to 1, or 0 % to 100 %");
        }
        if (maxKl != null && !(maxKl > 0)) {
            throw new IllegalArgumentException("a divergence of " + maxKl + " must be above 0");
        }
        if (all == (maxDrop != null || maxKl != null)) {
            throw new IllegalArgumentException("either every gate goes, or there is a limit");
        }
    }

    boolean allows(Loss loss) {
        Double drop = loss.drop();
        return all
                || ((maxKl == null || loss.kl() <= maxKl)
                        && (maxDrop == null || (drop != null && drop <= maxDrop + 1e-12)));
    }

    /** One line. */
    public String text() {
        if (all) {
            return "none: every gate goes";
        }
        String drop = maxDrop == null ? "" : String.format(Locale.ROOT, "drop at most %.3g %%", 100 * maxDrop);
        String kl = maxKl == null ? "" : String.format(Locale.ROOT, "KL at most %.3g", maxKl);
        return drop.isEmpty() || kl.isEmpty() ? drop + kl : drop + ", " + kl;
    }
}
