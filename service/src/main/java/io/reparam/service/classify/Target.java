package io.reparam.service.classify;

import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.VariantName;

/**
 * What answers a request, in words.
 *
 * @param model name, or {@code none}
 * @param version as text, or {@code none}
 * @param variant name, or {@code none}
 * @param provider {@code cpu}, {@code cuda}, or {@code none}
 */
public record Target(String model, String version, String variant, String provider) {
    /** Of requests that named nothing that exists, or failed before that was known. What they named makes no series. */
    public static final Target NONE = new Target("none", "none", "none", "none");

    /** A loaded variant. */
    public static Target of(ServedVariant variant) {
        VariantName name = variant.id();
        return new Target(name.model(), Integer.toString(name.version()), name.variant(), variant.provider());
    }
}
