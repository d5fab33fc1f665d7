package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.repository.UnservableException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which variants answer, instead of what manifests say.
 *
 * @param models policy by model
 */
@ConfigurationProperties("reparam.traffic")
public record TrafficSettings(@DefaultValue Map<String, TrafficPolicy> models) {
    public TrafficSettings {
        models = Map.copyOf(models);
    }

    /**
     * The policy of a model: configured, or the manifest's, or its default variant for all.
     *
     * @param variants that it has; the first one is the default without a manifest
     * @throws UnservableException if a policy that is configured speaks of another one
     */
    TrafficPolicy of(String model, Optional<ModelManifest> manifest, Collection<String> variants) {
        TrafficPolicy configured = models.get(model);
        if (configured == null) {
            String fallback = manifest.map(ModelManifest::defaultVariant)
                    .orElseGet(() -> variants.iterator().next());
            return manifest.map(ModelManifest::traffic).orElseGet(() -> TrafficPolicy.all(fallback));
        }
        try {
            configured.requireKnown(variants);
        } catch (IllegalArgumentException e) {
            throw new UnservableException(
                    "reparam.traffic.models." + model + ": " + e.getMessage() + ".",
                    "Name variants that the model has, or take the policy out of the configuration.",
                    e);
        }
        return configured;
    }
}
