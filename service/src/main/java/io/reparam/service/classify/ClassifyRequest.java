package io.reparam.service.classify;

import org.jspecify.annotations.Nullable;

/**
 * What a caller asks.
 *
 * @param image an image file; not changed
 * @param model null for the default model
 * @param variant null for the model's default variant
 * @param topK how many predictions; null for {@link #DEFAULT_TOP_K}, or all classes if there are fewer
 * @param terms for how long the caller waits
 */
public record ClassifyRequest(
        byte[] image,
        @Nullable String model,
        @Nullable String variant,
        @Nullable Integer topK,
        CallTerms terms) {
    public static final int DEFAULT_TOP_K = 5;

    /** A request whose caller waits for as long as it takes. */
    public ClassifyRequest(byte[] image, @Nullable String model, @Nullable String variant, @Nullable Integer topK) {
        this(image, model, variant, topK, CallTerms.NONE);
    }
}
