package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** The service and Prometheus, each in its container, on a network of their own: what Prometheus records is what was done. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservedContainersIT {
    private static final int PROMETHEUS = 9090;

    private final Path root;
    private final ModelDirectory models;
    private final Network network = Network.newNetwork();
    private final ServiceContainer service;
    private final GenericContainer<?> prometheus;

    ObservedContainersIT(@TempDir Path root) throws IOException {
        this.root = Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        models = ModelDirectory.copyTo(root);
        service = new ServiceContainer(1, 768)
                .withNetwork(network)
                .withModels(root)
                .withEnv("REPARAM_ADMISSION_MAX_IN_FLIGHT", "4");
        prometheus = new GenericContainer<>(DockerImageName.parse(System.getProperty("image.prometheus")))
                .withNetwork(network)
                .withExposedPorts(PROMETHEUS)
                .withCopyToContainer(text("prometheus.yaml"), "/etc/prometheus/prometheus.yml")
                .withCopyToContainer(text("rules.yaml"), "/etc/prometheus/rules.yaml")
                .waitingFor(Wait.forHttp("/-/ready"));
    }

    @BeforeAll
    void start() {
        service.start();
        prometheus.start();
    }

    @AfterAll
    void stop() {
        prometheus.stop();
        service.stop();
        network.close();
    }

    @Test
    @Order(1)
    void load_isRecordedOfBothVariantsAndTransports_toTheLastRequest() {
        Load load = service.load(1);
        for (String variant : Load.VARIANTS) {
            soon().until(() -> api().value("variant:reparam_requests:rate5m{variant=\"" + variant + "\"}") > 1);
            soon().until(() ->
                    api().value("variant:reparam_request_duration_seconds:p99_rate5m{variant=\"" + variant + "\"}")
                            > 0);
        }
        load.close();
        for (String variant : Load.VARIANTS) {
            for (String protocol : Load.PROTOCOLS) {
                long answered = load.ended(variant, protocol, protocol.equals("rest") ? "200" : "OK");
                assertThat(answered).as("%s %s", variant, protocol).isPositive();
                String series = "{outcome=\"ok\",variant=\"" + variant + "\",protocol=\"" + protocol + "\"}";
                soon().untilAsserted(() -> {
                    assertThat(api().value("reparam_requests_total" + series)).isEqualTo(answered);
                    assertThat(api().value("reparam_request_duration_seconds_count" + series))
                            .isEqualTo(answered);
                    assertThat(api().value("sum(reparam_request_duration_seconds_bucket"
                                    + series.replace("}", ",le=\"+Inf\"}") + ")"))
                            .isEqualTo(answered);
                });
            }
        }
        assertThat(api().firing()).isEmpty();
    }

    @Test
    @Order(2)
    void newVersionInTheVolume_isServed_andADamagedOneRaisesTheAlert() throws IOException {
        models.addVersion(2);
        soon().until(() -> classify().json().get("version").asInt() == 2);
        models.addVersion(3);
        Files.write(root.resolve("cifar10/3/reparam.onnx"), new byte[] {1, 2, 3});
        soon().until(() -> api().firing().contains("ReparamReloadFailed"));
        assertThat(classify().json().get("version").asInt()).isEqualTo(2);
    }

    /** More clients than places: the service turns requests away, and the budget burns. */
    @Test
    @Order(3)
    void overload_raisesTheAlerts() {
        try (Load load = service.load(8)) {
            soon().until(() -> api().firing().contains("ReparamUnavailableFast"));
            soon().until(() -> api().firing().contains("ReparamRejects"));
            assertThat(load.ended("reparam", "rest", "429")).isPositive();
            assertThat(load.ended("reparam", "grpc", "RESOURCE_EXHAUSTED")).isPositive();
        }
    }

    @Test
    @Order(4)
    void serviceThatIsGone_raisesTheAlert() {
        service.stop();
        soon().until(() -> api().firing().contains("ReparamDown"));
    }

    private HttpCaller.Answer classify() {
        return service.rest().post("/v1/classify", SampleImages.first().png(), "image/png");
    }

    private PrometheusApi api() {
        return new PrometheusApi(new HttpCaller(prometheus.getMappedPort(PROMETHEUS)));
    }

    /** A file as it is, but for the seconds and minutes that a test cannot wait. */
    private static Transferable text(String file) throws IOException {
        return Transferable.of(Files.readString(Command.MONITORING.resolve(file))
                .replaceAll("(_interval): \\d+s", "$1: 1s")
                .replaceAll("for: \\d+m", "for: 2s"));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }
}
