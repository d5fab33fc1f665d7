package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reparam.service.classify.QueueView;
import io.reparam.service.runtime.LoadedModels;
import io.reparam.service.runtime.ModelDirectory;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ServedModels models = LoadedModels.fromTheJar();
    private final ModelMeters meters =
            new ModelMeters(registry, new RequestMeters(registry), new VariantMeters(registry, new QueueView(models)));

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void versions_thatComeAndGo_leaveNoSeries(@TempDir Path root) throws IOException {
        ServedModel first = models.model(null);
        meters.loaded(first, 1_000_000);
        assertThat(registry.find("reparam.model.info").gauges()).hasSize(2);
        assertThat(registry.find("reparam.queue.capacity").gauges())
                .hasSize(2)
                .allSatisfy(gauge -> assertThat(gauge.value()).isEqualTo(128));
        assertThat(ready()).isEqualTo(1);
        int series = registry.getMeters().size();
        ModelDirectory directory = ModelDirectory.copyTo(root);
        for (int version = 2; version < 4; version++) {
            directory.addVersion(version);
            try (ServedModels others = LoadedModels.from(directory.location(), "cifar10")) {
                ServedModel next = others.model(null);
                assertThat(next.version()).isEqualTo(version);
                meters.loaded(next, 1_000_000);
                meters.unloaded(next);
            }
        }
        assertThat(registry.getMeters()).hasSize(series);
        meters.unloaded(first);
        assertThat(registry.find("reparam.model.info").gauges()).isEmpty();
        assertThat(ready()).isZero();
    }

    @Test
    void failed_isCountedAndNotReady() {
        meters.failed("cifar10");
        assertThat(registry.get("reparam.reloads")
                        .tag("result", "failure")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(ready()).isZero();
    }

    /** Prometheus sees an increase only over a series that was there before. */
    @Test
    void failures_standAtZeroBeforeTheFirst() {
        try (ServedModels models = LoadedModels.fromTheJar()) {
            meters.loaded(models.model(null), 1_000_000);
        }
        assertThat(registry.get("reparam.reloads")
                        .tag("result", "failure")
                        .counter()
                        .count())
                .isZero();
    }

    private double ready() {
        return registry.get("reparam.model.ready")
                .tag("model", "cifar10")
                .gauge()
                .value();
    }
}
