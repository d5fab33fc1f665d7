package io.reparam.service.health;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.reparam.service.runtime.ModelListener;
import io.reparam.service.runtime.ServedModel;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Says for each name of a model, {@code m} and {@code m.variant}, over gRPC's health service whether it answers. One thread at a
 * time calls it.
 */
@Component
final class ModelServingStatus implements ModelListener {
    private final HealthStatusManager health;
    private final Map<String, Integer> generations = new HashMap<>();

    ModelServingStatus(HealthStatusManager health) {
        this.health = health;
    }

    @Override
    public void loaded(ServedModel model, long nanos) {
        names(model).forEach(name -> change(name, 1));
    }

    @Override
    public void failed(String model) {
        change(model, 0);
    }

    @Override
    public void unloaded(ServedModel model) {
        names(model).forEach(name -> change(name, -1));
    }

    private void change(String name, int by) {
        int left = generations.merge(name, by, Integer::sum);
        health.setStatus(name, left > 0 ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    private static Stream<String> names(ServedModel model) {
        return Stream.concat(
                Stream.of(model.name()),
                model.variants().keySet().stream().map(variant -> model.name() + "." + variant));
    }
}
