package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus sees of each, and that there is no other, is PrometheusIT's. */
class MetricTest {
    @ParameterizedTest
    @EnumSource
    void readme_namesIt(Metric metric) throws IOException {
        String table = Files.readString(Path.of("README.md"))
                .split("\n## Metrics\n", 2)[1]
                .split("\n## ", 2)[0];
        String name = metric.id.replace('.', '_');
        assertThat(table)
                .as("README.md, section 'Metrics': add a row for " + name)
                .containsPattern("`" + name + "(_seconds|_bytes)?(_total)?`");
    }
}
