package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ServerReadyRequest;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Whether the service answers, asked in every way there is, while that changes. */
@Timeout(120)
class ReadinessIT {
    @Test
    void everyProbe_saysTheSame_fromABrokenStartToTheEnd(@TempDir Path root) throws Exception {
        ModelDirectory directory = ModelDirectory.copyTo(root);
        Path net = Path.of(directory.location(), "cifar10/1/reparam.onnx");
        byte[] good = Files.readAllBytes(net);
        Files.write(net, new byte[] {1});
        ConfigurableApplicationContext service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--reparam.models.mode=explicit",
                "--reparam.models.fail-fast=false",
                "--reparam.shutdown.drain=5s",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0");
        try {
            HttpCaller rest = new HttpCaller(port(service, "local.server.port"));
            HttpCaller management = new HttpCaller(port(service, "local.management.port"));
            GrpcCaller grpc =
                    new GrpcCaller(service.getBean(GrpcServerLifecycle.class).getPort());
            assertThat(probes(rest, management, grpc))
                    .as("a broken default model")
                    .doesNotContainValue(true);
            Files.write(net, good);
            assertThat(rest.post("/v2/repository/models/cifar10/load", new byte[0], null)
                            .status())
                    .isEqualTo(200);
            assertThat(probes(rest, management, grpc)).as("loaded").doesNotContainValue(false);
            rest.post("/v2/repository/models/cifar10/unload", new byte[0], null);
            assertThat(probes(rest, management, grpc)).as("unloaded").doesNotContainValue(true);
            HttpCaller.Answer early =
                    rest.post("/v1/classify", SampleImages.first().png(), null);
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.body()).contains("no model is loaded yet");
            rest.post("/v2/repository/models/cifar10/load", new byte[0], null);
            AvailabilityChangeEvent.publish(service, ReadinessState.REFUSING_TRAFFIC);
            assertThat(probes(rest, management, grpc)).as("as while starting").doesNotContainValue(true);
            AvailabilityChangeEvent.publish(service, ReadinessState.ACCEPTING_TRAFFIC);
            assertThat(probes(rest, management, grpc)).as("started").doesNotContainValue(false);
            CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
            await().until(() -> rest.get("/v2/health/ready").status() == 503);
            assertThat(probes(rest, management, grpc)).as("ending").doesNotContainValue(true);
            HttpCaller.Answer last =
                    rest.post("/v1/classify", SampleImages.first().png(), null);
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("Connection")).isEqualTo("close");
            end.join();
        } finally {
            service.close();
        }
    }

    @Test
    void emptyPlace_isWaitedFor_andNamed(@TempDir Path root) throws IOException {
        try (ConfigurableApplicationContext service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--reparam.models.fail-fast=false",
                "--reparam.shutdown.drain=0s",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0")) {
            HttpCaller management = new HttpCaller(port(service, "local.management.port"));
            HttpCaller.Answer health = management.get("/actuator/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.body()).contains("no model lies at " + root);
        }
    }

    /** Every way to ask, and what it says. */
    private static Map<String, Boolean> probes(HttpCaller rest, HttpCaller management, GrpcCaller grpc) {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        answers.put("/v2/health/ready", rest.get("/v2/health/ready").status() == 200);
        answers.put(
                "/v2/health/live",
                rest.get("/v2/health/live").json().get("ready").asBoolean());
        answers.put("actuator", management.get("/actuator/health/readiness").status() == 200);
        answers.put(
                "ServerReady",
                grpc.call(channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .serverReady(ServerReadyRequest.getDefaultInstance())
                        .getReady()));
        for (String name :
                new String[] {"", "reparam.v1.ImageClassifier", "inference.GRPCInferenceService", "cifar10"}) {
            answers.put("grpc.health.v1 '" + name + "'", grpc.call(channel -> {
                try {
                    return HealthGrpc.newBlockingStub(channel)
                                    .check(HealthCheckRequest.newBuilder()
                                            .setService(name)
                                            .build())
                                    .getStatus()
                            == ServingStatus.SERVING;
                } catch (StatusRuntimeException e) {
                    throw new AssertionError(name, e);
                }
            }));
        }
        return answers;
    }

    private static int port(ConfigurableApplicationContext service, String name) throws IOException {
        return Integer.parseInt(service.getEnvironment().getRequiredProperty(name));
    }
}
