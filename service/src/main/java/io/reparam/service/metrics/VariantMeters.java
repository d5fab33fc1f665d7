package io.reparam.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reparam.service.classify.QueueView;
import io.reparam.service.classify.Target;
import io.reparam.service.classify.VariantListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Counts the runs of variants and their comparisons. Any number of threads may share it. */
@Component
final class VariantMeters implements VariantListener {
    private record Runs(Counter executions, DistributionSummary batchSize) {}

    private final MeterRegistry registry;
    private final QueueView queues;
    private final Map<Target, Runs> runs = new ConcurrentHashMap<>();

    VariantMeters(MeterRegistry registry, QueueView queues) {
        this.registry = registry;
        this.queues = queues;
    }

    @Override
    public void batchRan(Target target, int rows, long nanos) {
        Runs series = runs.computeIfAbsent(target, this::series);
        series.executions.increment();
        series.batchSize.record(rows);
    }

    @Override
    public void agreement(Target shadow, boolean agree) {
        agreements(shadow, agree).increment();
    }

    @Override
    public void paired(Target answer, Target shadow, long answerNanos, long shadowNanos) {
        pairedRuns(answer, "answer").record(answerNanos, TimeUnit.NANOSECONDS);
        pairedRuns(shadow, "shadow").record(shadowNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shadowDropped(Target shadow) {
        dropped(shadow).increment();
    }

    /** Makes the series of a loaded variant, so that they stand at 0 before the first run. */
    void register(Target target) {
        runs.computeIfAbsent(target, this::series);
        agreements(target, true);
        agreements(target, false);
        pairedRuns(target, "answer");
        pairedRuns(target, "shadow");
        dropped(target);
        gauge(Metric.QUEUE_DEPTH, target, () -> queues.depth(target));
        gauge(Metric.QUEUE_CAPACITY, target, () -> queues.capacity(target));
    }

    private void gauge(Metric metric, Target target, Supplier<Number> value) {
        Tags tags = RequestMeters.tags(target);
        // one for all versions
        if (registry.find(metric.id).tags(tags).gauge() == null) {
            Gauge.builder(metric.id, value)
                    .description(metric.description)
                    .tags(tags)
                    .register(registry);
        }
    }

    private Runs series(Target target) {
        Tags tags = RequestMeters.tags(target);
        DistributionSummary sizes = DistributionSummary.builder(Metric.BATCH_SIZE.id)
                .description(Metric.BATCH_SIZE.description)
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
                .tags(tags)
                .register(registry);
        return new Runs(count(Metric.EXECUTIONS, tags), sizes);
    }

    private Counter count(Metric metric, Tags tags) {
        return Counter.builder(metric.id)
                .description(metric.description)
                .tags(tags)
                .register(registry);
    }

    private Counter agreements(Target shadow, boolean agree) {
        return count(Metric.SHADOW_AGREEMENT, RequestMeters.tags(shadow).and("agree", Boolean.toString(agree)));
    }

    private Counter dropped(Target shadow) {
        return count(Metric.SHADOW_DROPPED, RequestMeters.tags(shadow));
    }

    private Timer pairedRuns(Target target, String role) {
        return Timer.builder(Metric.SHADOW_RUN.id)
                .description(Metric.SHADOW_RUN.description)
                .tags(RequestMeters.tags(target).and("role", role))
                .register(registry);
    }
}
