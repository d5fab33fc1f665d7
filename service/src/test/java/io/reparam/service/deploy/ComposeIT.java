package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** docker-compose.yml, without Grafana, which no package of Debian has. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeIT {
    private static final String PROJECT = "reparam-test";

    private final Map<String, String> environment;
    private final HttpCaller rest;
    private final PrometheusApi prometheus;

    ComposeIT() throws IOException {
        int restPort = freePort();
        int prometheusPort = freePort();
        environment = new HashMap<>(Map.of(
                "SERVICE_IMAGE", ServiceImage.tag(),
                "PROMETHEUS_IMAGE", System.getProperty("image.prometheus"),
                "REST_PORT", "" + restPort,
                "GRPC_PORT", "" + freePort(),
                "MANAGEMENT_PORT", "" + freePort(),
                "PROMETHEUS_PORT", "" + prometheusPort));
        rest = new HttpCaller(restPort);
        prometheus = new PrometheusApi(new HttpCaller(prometheusPort));
    }

    /** Prometheus starts once the service is healthy, so both are when this returns. */
    @BeforeAll
    void up() throws Exception {
        compose("up", "--detach", "--no-build", "service", "prometheus");
    }

    @AfterAll
    void down() throws Exception {
        compose("down", "--volumes", "--timeout", "30");
    }

    @Test
    void composed_serviceAnswers_andIsScraped_underItsRules() {
        assertThat(rest.post("/v1/classify", SampleImages.first().png(), "image/png")
                        .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(prometheus.value("sum(reparam_requests_total{outcome=\"ok\"})"))
                    .isEqualTo(1);
            assertThat(prometheus.value("job:reparam_unavailable:ratio_rate5m or vector(0)"))
                    .isZero();
        });
    }

    @Test
    void files_areValid_withTheGpuOverride() throws Exception {
        assertThat(compose("-f", "docker-compose.yml", "-f", "service/docker-compose.gpu.yml", "config"))
                .contains("REPARAM_RUNTIME_PROVIDER: cuda")
                .contains("driver: nvidia");
    }

    /** A registry that does not answer must not keep the service from starting. */
    @Test
    void onlyTheServiceIsStartedUnasked() throws IOException {
        JsonNode services = new YAMLMapper()
                .readTree(Command.ROOT.resolve("docker-compose.yml").toFile())
                .get("services");
        assertThat(services.properties())
                .allSatisfy(service -> assertThat(service.getValue().has("profiles"))
                        .as(service.getKey())
                        .isNotEqualTo(service.getKey().equals("service")));
    }

    @Test
    void modelsOfOnesOwn_areOneVariable() throws Exception {
        environment.put("MODELS", "/srv/models");
        String config = compose("config");
        environment.remove("MODELS");
        assertThat(config)
                .contains("REPARAM_MODELS_LOCATION: /srv/models")
                .containsPattern("(?s)/srv/models:/srv/models:ro|source: /srv/models\\s+target: /srv/models");
    }

    private String compose(String... arguments) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(System.getProperty("compose").split(" ")));
        words.addAll(List.of("-p", PROJECT));
        words.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Command.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s\n%s", words, output).isZero();
        return output;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
