package io.reparam.service.runtime;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.ModelManifest;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model with all its variants loaded. Immutable.
 *
 * @param manifest what it says about itself
 * @param tensorizer its preprocessing
 * @param variants by name, in the manifest's order
 */
public record ServedModel(ModelManifest manifest, ImageTensorizer tensorizer, Map<String, ServedVariant> variants) {

    public String name() {
        return manifest.name();
    }

    /**
     * The variant of a name.
     *
     * @param name null for the default variant
     * @throws ServiceException UNKNOWN_VARIANT
     */
    public ServedVariant variant(@Nullable String name) {
        String wanted = name == null ? manifest.defaultVariant() : name;
        ServedVariant variant = variants.get(wanted);
        if (variant == null) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_VARIANT,
                    "model '" + manifest.name() + "' has no variant " + CallerText.quote(wanted) + "; it has "
                            + String.join(", ", variants.keySet()));
        }
        return variant;
    }
}
