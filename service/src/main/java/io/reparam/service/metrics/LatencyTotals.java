package io.reparam.service.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The latency histograms since the start, both transports added up. Any number of threads may ask. */
@Component
public final class LatencyTotals {
    /** The part that is the whole of an answered request; the others are named like the stages. */
    public static final String WHOLE = "request";

    private final MeterRegistry registry;

    public LatencyTotals(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * All histograms; two of these, subtracted, give the latency of the time between them.
     *
     * @param boundsSeconds upper bounds of the buckets, ascending; what took longer than the last one is in none
     * @param series one for each part of each variant
     */
    public record Totals(List<Double> boundsSeconds, List<Series> series) {}

    /**
     * One histogram.
     *
     * @param part {@link #WHOLE} or a stage
     * @param counts requests up to each bound, cumulative
     * @param count of all requests
     */
    public record Series(String model, String variant, String part, List<Long> counts, long count) {}

    private record Key(String model, String variant, String part) {
        static Key of(Timer timer) {
            String stage = timer.getId().getTag("stage");
            return new Key(tag(timer, "model"), tag(timer, "variant"), stage == null ? WHOLE : stage);
        }

        private static String tag(Timer timer, String name) {
            return String.valueOf(timer.getId().getTag(name));
        }
    }

    public Totals now() {
        List<Double> bounds = RequestMeters.bucketSeconds();
        Stream<Timer> answered =
                registry.find(Metric.REQUEST_DURATION.id).tag("outcome", RequestMeters.OK).timers().stream();
        Stream<Timer> stages = registry.find(Metric.STAGE_DURATION.id).timers().stream();
        Comparator<Key> order =
                Comparator.comparing(Key::model).thenComparing(Key::variant).thenComparing(Key::part);
        return Stream.concat(answered, stages)
                .collect(Collectors.groupingBy(
                        Key::of,
                        () -> new TreeMap<>(order),
                        Collectors.mapping(Timer::takeSnapshot, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> series(entry.getKey(), entry.getValue(), bounds))
                .collect(Collectors.collectingAndThen(Collectors.toList(), series -> new Totals(bounds, series)));
    }

    private static Series series(Key key, List<HistogramSnapshot> snapshots, List<Double> bounds) {
        long[] counts = new long[bounds.size()];
        for (HistogramSnapshot snapshot : snapshots) {
            CountAtBucket[] buckets = snapshot.histogramCounts();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += (long) buckets[i].count();
            }
        }
        long count = snapshots.stream().mapToLong(HistogramSnapshot::count).sum();
        return new Series(
                key.model(),
                key.variant(),
                key.part(),
                Arrays.stream(counts).boxed().toList(),
                count);
    }
}
