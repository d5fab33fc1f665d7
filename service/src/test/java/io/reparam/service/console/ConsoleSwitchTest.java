package io.reparam.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reparam.service.metrics.LatencyTotals;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ConsoleSwitchTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withBean(LatencyTotals.class, () -> new LatencyTotals(new SimpleMeterRegistry()))
            .withUserConfiguration(ConsoleController.class, ConsoleAssets.class);

    @Test
    void byDefault_thereIsAPage() {
        context.run(started ->
                assertThat(started).hasSingleBean(ConsoleController.class).hasSingleBean(ConsoleAssets.class));
    }

    @Test
    void switchedOff_thereIsNeitherPageNorEndpoint() {
        context.withPropertyValues("reparam.console.enabled=false")
                .run(started -> assertThat(started)
                        .doesNotHaveBean(ConsoleController.class)
                        .doesNotHaveBean(ConsoleAssets.class));
    }
}
