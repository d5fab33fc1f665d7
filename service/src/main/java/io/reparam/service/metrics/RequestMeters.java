package io.reparam.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Outcome;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Times and counts requests. Its labels come from targets, never from what a caller wrote. Any number of threads may share it.
 */
@Component
public final class RequestMeters implements ClassifyListener {
    static final String OK = "ok";
    /**
     * Bucket bounds in microseconds. From 0.1 to 10 ms, where runs of nets are, steps of about 10 % (the preferred numbers E24). With
     * wider ones a folded net and its original share a bucket, and a quantile between its bounds is a guess.
     */
    private static final Duration[] BUCKETS = LongStream.of(
                    100, 110, 120, 130, 150, 160, 180, 200, 220, 240, 270, 300, 330, 360, 390, 430, 470, 510, 560, 620,
                    680, 750, 820, 910, 1_000, 1_100, 1_200, 1_300, 1_500, 1_600, 1_800, 2_000, 2_200, 2_400, 2_700,
                    3_000, 3_300, 3_600, 3_900, 4_300, 4_700, 5_100, 5_600, 6_200, 6_800, 7_500, 8_200, 9_100, 10_000,
                    15_000, 20_000, 30_000, 50_000, 75_000, 100_000, 150_000, 250_000, 500_000, 1_000_000, 2_500_000,
                    5_000_000)
            .mapToObj(micros -> Duration.ofNanos(1000 * micros))
            .toArray(Duration[]::new);

    /** The bounds of all histograms, in seconds. */
    static List<Double> bucketSeconds() {
        return Arrays.stream(BUCKETS).map(bound -> bound.toNanos() / 1e9).toList();
    }

    private record StageKey(Target target, Protocol protocol, Stage stage) {}

    private record RequestKey(Target target, Protocol protocol, String outcome) {}

    private record RequestSeries(Timer duration, Counter count) {}

    private final MeterRegistry registry;
    // found without building tags, which would cost more than the timing itself
    private final Map<StageKey, Timer> stages = new ConcurrentHashMap<>();
    private final Map<Protocol, Counter> received = new EnumMap<>(Protocol.class);
    private final Map<RequestKey, RequestSeries> requests = new ConcurrentHashMap<>();

    public RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Protocol protocol : Protocol.values()) {
            received.put(
                    protocol,
                    Counter.builder(Metric.RECEIVED.id)
                            .description(Metric.RECEIVED.description)
                            .tag("protocol", protocol.label())
                            .register(registry));
        }
    }

    @Override
    public void requestReceived(Protocol protocol) {
        Objects.requireNonNull(received.get(protocol)).increment();
    }

    @Override
    public void stageDone(Target target, Protocol protocol, Stage stage, long nanos) {
        stages.computeIfAbsent(new StageKey(target, protocol, stage), this::stage)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void requestDone(Target target, Protocol protocol, @Nullable ErrorKind failure, long nanos) {
        String outcome = failure == null ? OK : failure.label();
        RequestSeries series = requests.computeIfAbsent(new RequestKey(target, protocol, outcome), this::request);
        series.duration.record(nanos, TimeUnit.NANOSECONDS);
        series.count.increment();
        if (failure != null && Outcome.of(failure) == Outcome.REJECTED) {
            registry.counter(
                            Metric.REJECTED.id,
                            tags(target).and("protocol", protocol.label(), "reason", failure.label()))
                    .increment();
        }
    }

    /** Makes the series of a loaded variant, so that they stand at 0 before the first request. */
    void register(Target target) {
        for (Protocol protocol : Protocol.values()) {
            requests.computeIfAbsent(new RequestKey(target, protocol, OK), this::request);
            for (Stage stage : Stage.values()) {
                stages.computeIfAbsent(new StageKey(target, protocol, stage), this::stage);
            }
        }
    }

    private Timer stage(StageKey key) {
        return timer(
                Metric.STAGE_DURATION,
                tags(key.target).and("protocol", key.protocol.label(), "stage", key.stage.label()));
    }

    private RequestSeries request(RequestKey key) {
        Tags tags = tags(key.target).and("protocol", key.protocol.label(), "outcome", key.outcome);
        Counter count = Counter.builder(Metric.REQUESTS.id)
                .description(Metric.REQUESTS.description)
                .tags(tags)
                .register(registry);
        return new RequestSeries(timer(Metric.REQUEST_DURATION, tags), count);
    }

    private Timer timer(Metric metric, Tags tags) {
        return Timer.builder(metric.id)
                .description(metric.description)
                .serviceLevelObjectives(BUCKETS)
                .tags(tags)
                .register(registry);
    }

    static Tags tags(Target target) {
        return Tags.of("model", target.model(), "variant", target.variant(), "provider", target.provider());
    }
}
