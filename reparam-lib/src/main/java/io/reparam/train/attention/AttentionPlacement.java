package io.reparam.train.attention;

/**
 * Which attention a net has.
 *
 * @param module which kind; without effect in mode plain
 * @param mode in which form
 * @param asrCount how many ASR modules stand at a place; their vectors multiply
 * @param psiInit what psi starts at
 */
public record AttentionPlacement(AttentionModule module, AttentionMode mode, int asrCount, float psiInit) {
    /** What psi starts at unless told otherwise. */
    public static final float PSI_INIT = 0.1f;

    /** @throws IllegalArgumentException if a number is out of range or the module has no ASR form */
    public AttentionPlacement {
        if (asrCount < 1) {
            throw new IllegalArgumentException("asr-count " + asrCount + " must be 1 or more");
        }
        if (!Float.isFinite(psiInit) || psiInit == 0) {
            throw new IllegalArgumentException(
                    "psi-init " + psiInit + " must be finite and not 0, a point that some modules cannot leave");
        }
        if (mode.hasAsr()) {
            module.requireFoldable();
        }
    }

    /** One ASR module a place. */
    public AttentionPlacement(AttentionModule module, AttentionMode mode) {
        this(module, mode, 1, PSI_INIT);
    }

    /** For a new net. */
    public AttentionSites places() {
        return new AttentionSites(this);
    }
}
