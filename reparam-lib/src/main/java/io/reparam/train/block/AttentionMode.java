package io.reparam.train.block;

/** What a net is trained with. */
public enum AttentionMode {
    /** No attention. */
    PLAIN,
    /** Ordinary attention: looks at the image, stays in the net. */
    ATTENTION,
    /** Attention-alike re-parameterization: looks at a learned vector, folds away. */
    ASR,
    /** ASR, and behind it ordinary attention, which stays. */
    BOTH;

    boolean hasAsr() {
        return this == ASR || this == BOTH;
    }

    boolean hasAttention() {
        return this == ATTENTION || this == BOTH;
    }
}
