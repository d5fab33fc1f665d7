package io.reparam.service.health;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.reparam.service.runtime.ModelListener;
import io.reparam.service.runtime.Readiness;
import io.reparam.service.runtime.ServedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells gRPC's health service what {@link Readiness} says of the service, and of each name of a model, {@code m} and
 * {@code m.variant}, whether it answers; whenever one of them may have changed. Any thread may call it.
 */
@Component
final class GrpcServingStatus implements ModelListener {
    private static final List<String> SERVICES =
            List.of("", "reparam.v1.ImageClassifier", "inference.GRPCInferenceService");

    private final HealthStatusManager health;
    private final Readiness readiness;
    /** By name, generations that answer. */
    private final Map<String, Integer> models = new HashMap<>();

    GrpcServingStatus(HealthStatusManager health, Readiness readiness) {
        this.health = health;
        this.readiness = readiness;
        tell();
    }

    @EventListener
    synchronized void changed(AvailabilityChangeEvent<ReadinessState> event) {
        tell();
    }

    @Override
    public synchronized void loaded(ServedModel model, long nanos) {
        names(model).forEach(name -> models.merge(name, 1, Integer::sum));
        tell();
    }

    @Override
    public synchronized void failed(String model) {
        models.putIfAbsent(model, 0);
        tell();
    }

    @Override
    public synchronized void unloaded(ServedModel model) {
        names(model).forEach(name -> models.merge(name, -1, Integer::sum));
        tell();
    }

    private void tell() {
        SERVICES.forEach(service -> tell(service, readiness.ready()));
        models.forEach((name, generations) -> tell(name, readiness.accepting() && generations > 0));
    }

    private void tell(String name, boolean serving) {
        health.setStatus(name, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    private static Stream<String> names(ServedModel model) {
        return Stream.concat(
                Stream.of(model.name()),
                model.variants().keySet().stream().map(variant -> model.name() + "." + variant));
    }
}
