package io.reparam.service.runtime;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the models run.
 *
 * @param provider where
 * @param device CUDA device number
 * @param deviceMemory that a session's arena may grow to on it; 0 for no limit
 * @param threads of one run; 1 leaves the other cores to the other instances, 0 means as many as the container's CPU quota allows
 * @param instances runs of one variant at a time, each with a thread and memory of its own; 0 means as many as the CPU quota
 *     allows
 */
@Validated
@ConfigurationProperties("reparam.runtime")
public record RuntimeSettings(
        @DefaultValue("auto") ProviderChoice provider,
        @DefaultValue("0") @Min(0) int device,
        @DefaultValue("0") DataSize deviceMemory,
        @DefaultValue("1") @Min(0) @Max(1024) int threads,
        @DefaultValue("0") @Min(0) @Max(1024) int instances) {

    /** @throws IllegalArgumentException if the memory is below 0 */
    public RuntimeSettings {
        if (deviceMemory.isNegative()) {
            throw new IllegalArgumentException(
                    "reparam.runtime.device-memory is " + deviceMemory + "; it must be 0, for no limit, or more");
        }
        threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        instances = instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
    }

    /** Where models run, as configured. */
    public enum ProviderChoice {
        /** CUDA where it is available, else the CPU. */
        AUTO,
        CPU,
        /** CUDA or no start at all. */
        CUDA
    }
}
