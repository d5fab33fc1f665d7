package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObservabilityIT extends StartedService {
    @Test
    void scrape_afterCalls_countsBothVariants() {
        for (String variant : List.of("attention", "reparam")) {
            double before = count(variant);
            rest.post("/v1/classify?variant=" + variant, SampleImages.first().png(), null);
            assertThat(count(variant)).isEqualTo(before + 1);
            for (String stage : List.of("decode", "preprocess", "queue", "infer", "postprocess")) {
                assertThat(sum(
                                "reparam_stage_duration_seconds_count{",
                                "variant=\"" + variant + "\"",
                                "stage=\"" + stage + "\""))
                        .isPositive();
            }
        }
    }

    @Test
    void scrape_hasSeriesOfEveryVariantAndTransport() {
        String scrape = scrape();
        for (String variant : List.of("attention", "reparam")) {
            for (String protocol : List.of("rest", "grpc")) {
                assertThat(scrape.lines())
                        .anyMatch(line -> line.startsWith("reparam_request_duration_seconds_bucket{")
                                && line.contains("variant=\"" + variant + "\"")
                                && line.contains("protocol=\"" + protocol + "\"")
                                && line.contains("le=\"0.0075\""));
            }
            assertThat(scrape.lines())
                    .anyMatch(line -> line.startsWith("reparam_model_info{")
                            && line.contains("variant=\"" + variant + "\"")
                            && line.contains("version=\"1\""));
        }
        assertThat(scrape).contains("reparam_inflight 0.0").contains("reparam_inflight_limit 64.0");
    }

    @Test
    void scrape_afterUnknownNames_hasNoSeriesOfThem() {
        rest.post("/v1/classify?variant=strange", SampleImages.first().png(), null);
        rest.post("/v1/classify?model=peculiar", SampleImages.first().png(), null);
        assertThat(scrape()).doesNotContain("strange").doesNotContain("peculiar");
        assertThat(sum("reparam_requests_total{", "outcome=\"unknown_variant\"", "variant=\"none\""))
                .isPositive();
    }

    @Test
    void health_ofStartedService_isUp() {
        JsonNode readiness = management.get("/actuator/health/readiness").json();
        assertThat(readiness.get("status").asString()).isEqualTo("UP");
        assertThat(readiness.at("/components/models/details/cifar10")).hasSize(2);
        assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void actuator_onTheApiPort_isNotThere() {
        assertThat(rest.get("/actuator/prometheus").status()).isEqualTo(404);
    }

    private double count(String variant) {
        return sum(
                "reparam_request_duration_seconds_count{",
                "variant=\"" + variant + "\"",
                "outcome=\"ok\"",
                "protocol=\"rest\"");
    }

    private double sum(String... parts) {
        return scrape().lines()
                .filter(line -> line.startsWith(parts[0]))
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String scrape() {
        return management.get("/actuator/prometheus").body();
    }
}
