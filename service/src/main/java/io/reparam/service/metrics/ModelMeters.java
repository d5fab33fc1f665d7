package io.reparam.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reparam.service.classify.Target;
import io.reparam.service.runtime.ModelListener;
import io.reparam.service.runtime.ServedModel;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Follows the life of models. Series that name a version go when the version goes: a year of releases leaves no trace. */
@Component
final class ModelMeters implements ModelListener {
    private final MeterRegistry registry;
    private final RequestMeters requests;
    private final VariantMeters variants;
    private final Map<String, AtomicInteger> ready = new ConcurrentHashMap<>();
    private final Map<ServedModel, List<Meter>> loaded = new IdentityHashMap<>();

    ModelMeters(MeterRegistry registry, RequestMeters requests, VariantMeters variants) {
        this.variants = variants;
        this.registry = registry;
        this.requests = requests;
    }

    @Override
    public void loaded(ServedModel model, long nanos) {
        ready(model.name()).incrementAndGet();
        reloads(model.name(), "success").increment();
        registry.timer(Metric.MODEL_LOAD.id, "model", model.name()).record(nanos, TimeUnit.NANOSECONDS);
        List<Target> targets =
                model.variants().values().stream().map(Target::of).toList();
        targets.forEach(requests::register);
        targets.forEach(variants::register);
        // the same version may be replaced by other files: its gauge is the same one, and stays
        loaded.put(model, targets.stream().map(this::info).toList());
    }

    @Override
    public void failed(String model) {
        ready(model);
        reloads(model, "failure").increment();
    }

    @Override
    public void unloaded(ServedModel model) {
        ready(model.name()).decrementAndGet();
        List<Meter> gone = loaded.remove(model);
        if (gone != null) {
            gone.stream()
                    .filter(meter -> loaded.values().stream().noneMatch(still -> still.contains(meter)))
                    .forEach(registry::remove);
        }
    }

    private Meter info(Target target) {
        return Gauge.builder(Metric.MODEL_INFO.id, () -> 1)
                .description(Metric.MODEL_INFO.description)
                .tags(RequestMeters.tags(target).and("version", target.version()))
                .register(registry);
    }

    private AtomicInteger ready(String model) {
        return ready.computeIfAbsent(model, name -> {
            // at 0 before the first failure: an increase over a series that begins at 1 is not seen
            reloads(name, "success");
            reloads(name, "failure");
            AtomicInteger versions = new AtomicInteger();
            Gauge.builder(Metric.MODEL_READY.id, versions, AtomicInteger::get)
                    .description(Metric.MODEL_READY.description)
                    .tag("model", name)
                    .register(registry);
            return versions;
        });
    }

    private Counter reloads(String model, String result) {
        return Counter.builder(Metric.RELOADS.id)
                .description(Metric.RELOADS.description)
                .tags("model", model, "result", result)
                .register(registry);
    }
}
