package io.reparam.service.classify;

import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/** The queues of the variants that are served at the moment. */
@Component
public final class QueueView {
    private final ServedModels models;

    public QueueView(ServedModels models) {
        this.models = models;
    }

    /** Images that wait, of all versions; NaN if the variant is not served. */
    public double depth(Target target) {
        return of(target, ServedVariant::queueDepth);
    }

    /** Images that may wait; NaN if the variant is not served. */
    public double capacity(Target target) {
        return of(target, ServedVariant::queueCapacity);
    }

    private double of(Target target, ToIntFunction<ServedVariant> value) {
        return models.all().stream()
                .filter(model -> model.name().equals(target.model()))
                .flatMap(model -> model.variants().values().stream())
                .filter(variant -> variant.name().equals(target.variant()))
                .mapToInt(value)
                .boxed()
                .reduce(Integer::sum)
                .map(Integer::doubleValue)
                .orElse(Double.NaN);
    }
}
