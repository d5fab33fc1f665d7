package io.reparam.service.health;

import io.reparam.service.runtime.ModelControl;
import io.reparam.service.runtime.ServedModels;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code models}: up while the default model answers; what could not be loaded is in the details. With {@code readinessState} it is the readiness group, which so says what {@link io.reparam.service.runtime.Readiness} says. */
@Component
final class ModelsHealthIndicator implements HealthIndicator {
    private final ServedModels models;
    private final ModelControl control;

    ModelsHealthIndicator(ServedModels models, ModelControl control) {
        this.models = models;
        this.control = control;
    }

    @Override
    public Health health() {
        Health.Builder health = models.ready() ? Health.up() : Health.outOfService();
        models.all()
                .forEach(model -> health.withDetail(
                        model.name(),
                        model.variants().values().stream().map(Object::toString).toList()));
        control.index().stream()
                .filter(entry -> !entry.reason().isEmpty())
                .forEach(entry -> health.withDetail(entry.name() + "/" + entry.version() + " problem", entry.reason()));
        if (control.index().isEmpty()) {
            health.withDetail("waiting", "no model lies at " + control.location());
        }
        return health.build();
    }
}
