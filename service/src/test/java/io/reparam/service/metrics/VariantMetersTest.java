package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reparam.service.classify.QueueView;
import io.reparam.service.classify.Target;
import io.reparam.service.runtime.LoadedModels;
import io.reparam.service.runtime.ServedModels;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariantMetersTest {
    private static final Target REPARAM = new Target("cifar10", "1", "reparam", "cpu");
    private static final Target ATTENTION = new Target("cifar10", "1", "attention", "cpu");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ServedModels models = LoadedModels.fromTheJar();
    private final VariantMeters meters = new VariantMeters(registry, new QueueView(models));

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void register_target_makesEverySeriesAtZero() {
        meters.register(REPARAM);
        assertThat(registry.get("reparam.shadow.agreement").counters())
                .hasSize(2)
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
        assertThat(registry.get("reparam.shadow.run").timers()).hasSize(2);
        assertThat(registry.get("reparam.shadow.dropped").counter().count()).isZero();
        assertThat(registry.get("reparam.executions").counter().count()).isZero();
        assertThat(registry.get("reparam.queue.depth").gauge().value()).isZero();
    }

    @Test
    void batches_areCountedByRunAndByRow() {
        meters.batchRan(REPARAM, 1, 5);
        meters.batchRan(REPARAM, 7, 5);
        assertThat(registry.get("reparam.executions").counter().count()).isEqualTo(2);
        assertThat(registry.get("reparam.batch.size").summary().totalAmount()).isEqualTo(8);
    }

    @Test
    void comparisons_nameTheShadow_andTimeBoth() {
        meters.agreement(ATTENTION, true);
        meters.agreement(ATTENTION, false);
        meters.agreement(ATTENTION, true);
        meters.paired(REPARAM, ATTENTION, 1_000_000, 3_000_000);
        meters.shadowDropped(ATTENTION);
        assertThat(registry.get("reparam.shadow.agreement")
                        .tags("variant", "attention", "agree", "true")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(paired("reparam", "answer")).isEqualTo(1);
        assertThat(paired("attention", "shadow")).isEqualTo(3);
        assertThat(registry.get("reparam.shadow.dropped")
                        .tag("variant", "attention")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double paired(String variant, String role) {
        return registry.get("reparam.shadow.run")
                .tags("variant", variant, "role", role)
                .timer()
                .totalTime(TimeUnit.MILLISECONDS);
    }
}
