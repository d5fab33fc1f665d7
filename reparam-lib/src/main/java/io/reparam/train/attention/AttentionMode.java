package io.reparam.train.attention;

/** What a net is trained with. */
public enum AttentionMode {
    /** No attention. */
    PLAIN,
    /** Ordinary attention: looks at the image, stays in the net. */
    ATTENTION,
    /** Attention-alike re-parameterization: looks at a learnt vector, folds away. */
    ASR,
    /** ASR, and after it ordinary attention, which stays. */
    BOTH;

    public boolean hasAsr() {
        return this == ASR || this == BOTH;
    }

    public boolean hasAttention() {
        return this == ATTENTION || this == BOTH;
    }
}
