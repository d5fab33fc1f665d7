package io.reparam.service.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.ServiceApplication;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** A real Prometheus scrapes the real service under load: every expression of the dashboard and every rule has data. */
@Tag("prometheus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {
    /** What NVIDIA's dcgm-exporter says; there is no GPU in this test. */
    private static final String DCGM = """
            # TYPE DCGM_FI_DEV_GPU_UTIL gauge
            DCGM_FI_DEV_GPU_UTIL{gpu="0",device="nvidia0",modelName="NVIDIA H100"} 87
            # TYPE DCGM_FI_DEV_FB_USED gauge
            DCGM_FI_DEV_FB_USED{gpu="0",device="nvidia0",modelName="NVIDIA H100"} 1200
            # TYPE DCGM_FI_DEV_FB_FREE gauge
            DCGM_FI_DEV_FB_FREE{gpu="0",device="nvidia0",modelName="NVIDIA H100"} 79000
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Fewer places than clients, so that some are turned away. */
    private static final String PLACES = "--reparam.admission.max-in-flight=3";

    private final ModelDirectory models;
    private final ConfigurableApplicationContext service;
    private final HttpServer gpu;
    private final PrometheusProcess prometheus;
    private final Load load;

    PrometheusIT(@TempDir Path directory) throws IOException {
        Path repository = Files.createDirectory(directory.resolve("models"));
        models = ModelDirectory.copyTo(repository);
        service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + repository,
                "--reparam.models.poll-interval=200ms",
                PLACES,
                "--reparam.traffic.models.cifar10.split.reparam=1",
                "--reparam.traffic.models.cifar10.shadow.variant=attention",
                "--reparam.traffic.models.cifar10.shadow.share=1",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0");
        gpu = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gpu.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, DCGM.length());
            exchange.getResponseBody().write(DCGM.getBytes(UTF_8));
            exchange.close();
        });
        gpu.start();
        String configuration = Files.readString(Command.MONITORING.resolve("prometheus.yaml"))
                .replace("service:8081", "127.0.0.1:" + port("local.management.port"))
                .replaceAll("(_interval): \\d+s", "$1: 1s");
        prometheus = PrometheusProcess.start(
                Files.createDirectory(directory.resolve("prometheus")),
                configuration + "  - job_name: dcgm\n    static_configs:\n      - targets: [\"127.0.0.1:"
                        + gpu.getAddress().getPort() + "\"]\n");
        load = Load.start(
                port("local.server.port"),
                service.getBean(GrpcServerLifecycle.class).getPort(),
                2);
    }

    @BeforeAll
    void makeThingsHappen() throws IOException {
        HttpCaller rest = new HttpCaller(port("local.server.port"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> prometheus.api().value("sum(reparam_model_ready)") > 0);
        rest.post("/v1/classify", "no image".getBytes(UTF_8), "image/png");
        rest.post("/v1/classify?variant=strange", SampleImages.first().png(), "image/png");
        models.addVersion(2);
        System.gc();
    }

    @AfterAll
    void end() {
        load.close();
        prometheus.close();
        gpu.stop(0);
        service.close();
    }

    @Test
    void dashboard_hasDataForEveryExpression() {
        List<String> expressions = Dashboard.read().expressions();
        assertThat(expressions).hasSizeGreaterThan(40);
        assertAllHaveData(expressions);
    }

    @Test
    void dashboard_hasValuesForEveryVariable() {
        Pattern query = Pattern.compile("label_values\\((.+), (\\w+)\\)");
        for (var variable : Dashboard.read().variables()) {
            Matcher asked = query.matcher(variable.at("/query/query").asString(""));
            if (asked.matches()) {
                String selector = asked.group(1).replaceAll("\\$\\w+", ".*");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(prometheus.api().labelValues(asked.group(2), selector))
                                .as(selector)
                                .isNotEmpty());
            }
        }
    }

    @Test
    void everyRecordingRule_hasData() throws IOException {
        assertAllHaveData(found("record: (\\S+)", Files.readString(Command.MONITORING.resolve("rules.yaml"))));
    }

    @Test
    void readme_namesEveryMetric_andNoOther() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("\n## Metrics"));
        Set<String> documented = found("`((?:reparam|process)_\\w+)`", table);
        HttpCaller management = new HttpCaller(port("local.management.port"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> scraped = found(
                    "# TYPE (\\w+) ", management.get("/actuator/prometheus").body());
            assertThat(scraped).containsAll(documented);
            assertThat(documented)
                    .containsAll(scraped.stream()
                            .filter(name -> name.startsWith("reparam_") && !name.endsWith("_max"))
                            .toList());
        });
    }

    private void assertAllHaveData(Iterable<String> expressions) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            Set<String> without = new TreeSet<>();
            for (String expression : expressions) {
                if (prometheus.api().query(expression).stream().allMatch(sample -> Double.isNaN(sample.value()))) {
                    without.add(expression);
                }
            }
            assertThat(without).isEmpty();
        });
    }

    private int port(String property) {
        return Integer.parseInt(service.getEnvironment().getRequiredProperty(property));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
