package io.reparam.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reparam.service.classify.Admission;
import io.reparam.service.classify.ModelCatalog;
import io.reparam.service.classify.QueueView;
import io.reparam.service.classify.Target;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The meters that exist from the start: of every loaded variant, and of the places. */
@Component
final class ServiceMeters implements MeterBinder {
    private final RequestMeters requests;
    private final ModelCatalog catalog;
    private final Admission admission;
    private final QueueView queues;
    private final VariantMeters variants;

    ServiceMeters(
            RequestMeters requests,
            ModelCatalog catalog,
            Admission admission,
            QueueView queues,
            VariantMeters variants) {
        this.queues = queues;
        this.variants = variants;
        this.requests = requests;
        this.catalog = catalog;
        this.admission = admission;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Target target : catalog.targets()) {
            requests.register(target);
            variants.register(target);
            gauge(registry, Metric.QUEUE_DEPTH, RequestMeters.tags(target), () -> queues.depth(target));
            gauge(registry, Metric.QUEUE_CAPACITY, RequestMeters.tags(target), () -> queues.capacity(target));
        }
        gauge(registry, Metric.INFLIGHT, Tags.empty(), admission::inFlight);
        gauge(registry, Metric.INFLIGHT_LIMIT, Tags.empty(), admission::limit);
    }

    private static void gauge(MeterRegistry registry, Metric metric, Tags tags, Supplier<Number> value) {
        Gauge.builder(metric.id, value)
                .description(metric.description)
                .tags(tags)
                .register(registry);
    }
}
