package io.reparam.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reparam.service.classify.Admission;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The meters that exist from the start: of the places. */
@Component
final class ServiceMeters implements MeterBinder {
    private final Admission admission;

    ServiceMeters(Admission admission) {
        this.admission = admission;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, Metric.INFLIGHT, admission::inFlight);
        gauge(registry, Metric.INFLIGHT_LIMIT, admission::limit);
    }

    private static void gauge(MeterRegistry registry, Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.id, value).description(metric.description).register(registry);
    }
}
