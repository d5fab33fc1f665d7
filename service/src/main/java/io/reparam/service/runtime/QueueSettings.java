package io.reparam.service.runtime;

import io.reparam.service.batch.BatchLimits;
import io.reparam.service.repository.TritonConfig;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How requests wait for a variant, and how many of them run together.
 *
 * @param capacity images that may wait; the next one is turned away at once
 * @param maxBatch images of one run
 * @param maxWait how long the oldest waits for others while another run is on, although a thread is free
 */
@Validated
@ConfigurationProperties("reparam.queue")
public record QueueSettings(
        @DefaultValue("128") @Min(1) @Max(1_000_000) int capacity,
        @DefaultValue("8") @Min(1) @Max(1024) int maxBatch,
        @DefaultValue("0ms") Duration maxWait) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a batch does not fit into the queue, or the wait is not 0 to 10 s */
    public QueueSettings {
        if (maxBatch > capacity) {
            throw new IllegalArgumentException(
                    "reparam.queue.max-batch is " + maxBatch + ", more than reparam.queue.capacity, which is "
                            + capacity + "; make one smaller or the other larger");
        }
        if (maxWait.isNegative() || maxWait.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "reparam.queue.max-wait is " + maxWait + "; it must be 0 to " + LONGEST.toSeconds() + " s");
        }
    }

    /**
     * For one net.
     *
     * @param config Triton's, whose batch and delay count for this net
     */
    BatchLimits limits(NetInterface net, Optional<TritonConfig> config) {
        int most = net.batching() == NetInterface.Batching.FIXED ? net.fixedRows() : Math.min(maxBatch, net.mostRows());
        int said = config.map(TritonConfig::maxBatchSize).orElse(0);
        Long delay = config.map(TritonConfig::maxDelayMicros).orElse(null);
        int batch = said > 0 ? Math.min(most, said) : most;
        return new BatchLimits(
                batch,
                delay == null ? maxWait.toNanos() : TimeUnit.MICROSECONDS.toNanos(delay),
                Math.max(capacity, batch));
    }
}
