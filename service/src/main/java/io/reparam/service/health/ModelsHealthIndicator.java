package io.reparam.service.health;

import io.reparam.service.runtime.ServedModels;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code models}: up while every variant is loaded and warm. Feeds the readiness group and gRPC's health service. */
@Component
final class ModelsHealthIndicator implements HealthIndicator {
    private final ServedModels models;

    ModelsHealthIndicator(ServedModels models) {
        this.models = models;
    }

    @Override
    public Health health() {
        Health.Builder health = models.ready() ? Health.up() : Health.outOfService();
        models.all()
                .forEach(model -> health.withDetail(
                        model.name(),
                        model.variants().values().stream().map(Object::toString).toList()));
        return health.build();
    }
}
