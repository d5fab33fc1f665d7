package io.reparam.service.runtime;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which models are served.
 *
 * @param location of the model directories: a directory, or a Spring resource location such as {@code classpath:models}
 * @param defaultModel answers when a caller names none; empty for the only one that there is
 * @param mode how changes there are noticed
 * @param pollInterval between two looks; a version is loaded once two looks in a row saw the same files
 * @param failFast whether the service refuses to start without a default model
 * @param versions the versions to serve, by model; of a model that is not named, what its Triton configuration says, or the latest
 *     that can be served
 */
@Validated
@ConfigurationProperties("reparam.models")
public record ModelSettings(
        @DefaultValue("classpath:models") @NotBlank String location,
        @DefaultValue("") String defaultModel,
        @DefaultValue("poll") Mode mode,
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("true") boolean failFast,
        @DefaultValue Map<String, List<Integer>> versions) {

    /** How changes in the repository are noticed. Whatever lies there at start is loaded in every mode. */
    public enum Mode {
        /** By looking regularly. */
        POLL,
        /** When a caller asks for a load or unload. */
        EXPLICIT,
        /** Not at all. */
        NONE
    }

    /** @throws IllegalArgumentException if the interval is not above 0 */
    public ModelSettings {
        versions = Map.copyOf(versions);
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException(
                    "reparam.models.poll-interval is " + pollInterval + "; it must be above 0, or set mode to 'none'");
        }
    }
}
