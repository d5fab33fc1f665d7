package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.metrics.LatencyTotals.Series;
import io.reparam.service.metrics.LatencyTotals.Totals;
import org.junit.jupiter.api.Test;

class LatencyTotalsTest {
    private static final Target TARGET = new Target("cifar10", "1", "reparam", "cpu");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestMeters meters = new RequestMeters(registry);
    private final LatencyTotals latency = new LatencyTotals(registry);

    @Test
    void now_beforeAnyRequest_hasEverySeriesAtZero() {
        meters.register(TARGET);
        assertThat(latency.now().series())
                .extracting(Series::part)
                .containsExactly("decode", "infer", "postprocess", "preprocess", "queue", "request");
        assertThat(latency.now().series())
                .allSatisfy(series -> assertThat(series.count()).isZero());
    }

    @Test
    void now_answersOfBothTransports_areAddedUpByBound() {
        meters.requestDone(TARGET, Protocol.REST, null, 1_400_000);
        meters.requestDone(TARGET, Protocol.GRPC, null, 8_000_000);
        meters.requestDone(TARGET, Protocol.GRPC, null, 9_000_000_000L);
        Series series = series("request");
        assertThat(series.count()).isEqualTo(3);
        assertThat(counted(series, 0.001)).isZero();
        assertThat(counted(series, 0.0015)).isEqualTo(1);
        assertThat(counted(series, 0.0075)).isEqualTo(1);
        assertThat(counted(series, 0.01)).isEqualTo(2);
        assertThat(counted(series, 5)).isEqualTo(2);
    }

    @Test
    void now_refusals_areNotAmongTheAnswers() {
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.BAD_IMAGE, 1_000_000);
        meters.register(TARGET);
        assertThat(series("request").count()).isZero();
    }

    @Test
    void now_stage_isASeriesOfItsOwn() {
        meters.stageDone(TARGET, Protocol.REST, Stage.INFER, 600_000);
        assertThat(counted(series("infer"), 0.00051)).isZero();
        assertThat(counted(series("infer"), 0.00075)).isEqualTo(1);
    }

    private Series series(String part) {
        return latency.now().series().stream()
                .filter(series -> series.part().equals(part))
                .findFirst()
                .orElseThrow();
    }

    private long counted(Series series, double bound) {
        Totals totals = latency.now();
        return series.counts().get(totals.boundsSeconds().indexOf(bound));
    }
}
