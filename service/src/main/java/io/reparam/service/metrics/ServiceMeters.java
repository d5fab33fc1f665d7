package io.reparam.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reparam.service.classify.Admission;
import io.reparam.service.classify.ModelCatalog;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The meters that exist from the start: of every loaded variant, and of the places. */
@Component
final class ServiceMeters implements MeterBinder {
    private final RequestMeters requests;
    private final ModelCatalog catalog;
    private final Admission admission;

    ServiceMeters(RequestMeters requests, ModelCatalog catalog, Admission admission) {
        this.requests = requests;
        this.catalog = catalog;
        this.admission = admission;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        catalog.targets().forEach(requests::register);
        gauge(registry, Metric.INFLIGHT, admission::inFlight);
        gauge(registry, Metric.INFLIGHT_LIMIT, admission::limit);
    }

    private static void gauge(MeterRegistry registry, Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.id, value).description(metric.description).register(registry);
    }
}
