package io.reparam.service.classify;

import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import org.jspecify.annotations.Nullable;

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

    /** Whom a request asks, before anything of it is read: a variant, or a model with a variant that it has not, or none. */
    static Target asked(ServedModels models, @Nullable String model, @Nullable String variant) {
        try (Lease lease = models.lease(model, null)) {
            try {
                return of(lease.variant(variant));
            } catch (ServiceException e) {
                ServedModel known = lease.model();
                return new Target(known.name(), Integer.toString(known.version()), NONE.variant, NONE.provider);
            }
        } catch (ServiceException e) {
            return NONE;
        }
    }

    /** A loaded variant. */
    public static Target of(ServedVariant variant) {
        ServedVariant.Name name = variant.id();
        return new Target(name.model(), Integer.toString(name.version()), name.variant(), variant.provider());
    }
}
