package io.reparam.service.runtime;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model with all its variants loaded. Immutable.
 *
 * @param name of the model
 * @param version number
 * @param description what it says about itself; empty for a net that nobody described, which takes tensors only
 * @param labels of the classes, if known
 * @param traffic which variant answers those who name none; speaks of known variants only
 * @param variants by name, in the manifest's order
 * @param stripes PNG of the attention values of each variant that has one
 * @param maxBatch rows of one request that its configuration allows; 0 if it says nothing
 */
public record ServedModel(
        String name,
        int version,
        Optional<ModelManifest> description,
        Optional<LabelSet> labels,
        TrafficPolicy traffic,
        Map<String, ServedVariant> variants,
        Map<String, byte[]> stripes,
        int maxBatch) {

    /** @throws ServiceException BAD_REQUEST if the net takes tensors only */
    public ModelManifest manifest() {
        return description.orElseThrow(() -> new ServiceException(
                ErrorKind.BAD_REQUEST,
                "model '" + name + "' takes tensors only: nothing says how its images are prepared; a "
                        + ModelManifest.FILE + " with labels and preprocess would"));
    }

    public String defaultVariant() {
        return description
                .map(ModelManifest::defaultVariant)
                .orElseGet(() -> variants.keySet().iterator().next());
    }

    /**
     * The variant of a name.
     *
     * @param name null for the default variant
     * @throws ServiceException UNKNOWN_VARIANT
     */
    public ServedVariant variant(@Nullable String name) {
        String wanted = name == null ? defaultVariant() : name;
        ServedVariant variant = variants.get(wanted);
        if (variant == null) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_VARIANT,
                    "model '" + this.name + "' has no variant " + CallerText.quote(wanted) + "; it has "
                            + String.join(", ", variants.keySet()));
        }
        return variant;
    }

    /** Once no request uses it. */
    void close() {
        variants.values().forEach(ServedVariant::close);
    }

    @Override
    public String toString() {
        return name + "/" + version + " " + variants.keySet();
    }
}
