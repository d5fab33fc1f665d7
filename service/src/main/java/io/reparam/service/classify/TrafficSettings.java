package io.reparam.service.classify;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.runtime.ServedModel;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which variants answer, in place of what manifests say.
 *
 * @param models policy by model
 */
@ConfigurationProperties("reparam.traffic")
public record TrafficSettings(@DefaultValue Map<String, TrafficPolicy> models) {
    public TrafficSettings {
        models = Map.copyOf(models);
    }

    /** The policy of a model: configured, or the manifest's, or its default variant for all. */
    TrafficPolicy of(ServedModel model) {
        TrafficPolicy configured = models.get(model.name());
        if (configured != null) {
            return configured;
        }
        TrafficPolicy manifest = model.manifest().traffic();
        return manifest == null ? TrafficPolicy.all(model.manifest().defaultVariant()) : manifest;
    }
}
