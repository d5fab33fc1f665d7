package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.GrpcCaller;
import io.reparam.service.HttpCaller;
import io.reparam.service.ServiceApplication;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Loads and unloads by request, over one transport what the other one sees. */
class ExplicitRepositoryIT {
    private final ModelDirectory directory;
    private final ConfigurableApplicationContext service;
    private final InferClient[] clients;

    ExplicitRepositoryIT(@TempDir Path root) throws IOException {
        directory = ModelDirectory.copyTo(root);
        service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--reparam.models.mode=explicit",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0");
        clients = new InferClient[] {
            new RestInferClient(new HttpCaller(
                    Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")))),
            new GrpcInferClient(
                    new GrpcCaller(service.getBean(GrpcServerLifecycle.class).getPort()))
        };
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void models_comeAndGoAndChange_byRequest() throws IOException {
        for (InferClient client : clients) {
            assertThat(client.unload("cifar10").code()).isEqualTo("OK");
            for (InferClient other : clients) {
                assertThat(other.ready("cifar10", "").json().get("ready").asBoolean())
                        .isFalse();
                assertThat(other.infer(InferAsk.rows(1)).code()).isEqualTo(other.code(ErrorKind.UNKNOWN_MODEL));
                assertThat(other.index(true).json()).isEmpty();
                assertThat(other.index(false).json().at("/0/state").asString()).isEqualTo("UNAVAILABLE");
                assertThat(other.index(false).json().at("/0/reason").asString()).isEqualTo("unloaded");
            }
            assertThat(client.load("cifar10").code()).isEqualTo("OK");
            for (InferClient other : clients) {
                assertThat(other.infer(InferAsk.rows(1)).code()).isEqualTo("OK");
            }
            assertThat(client.load("resnet").code()).isEqualTo(client.code(ErrorKind.UNKNOWN_MODEL));
            assertThat(client.unload("resnet").code()).isEqualTo(client.code(ErrorKind.UNKNOWN_MODEL));
        }
        damagedVersion_isRefused_andTheOldOneGoesOn();
    }

    private void damagedVersion_isRefused_andTheOldOneGoesOn() throws IOException {
        directory.addVersion(2);
        Files.write(Path.of(directory.location(), "cifar10/2/reparam.onnx"), new byte[] {1});
        for (InferClient client : clients) {
            InferClient.Answer refused = client.load("cifar10");
            assertThat(refused.code()).isEqualTo(client.code(ErrorKind.BAD_REQUEST));
            assertThat(refused.message()).contains("SHA-256");
            assertThat(client.infer(InferAsk.rows(1).version("1")).code()).isEqualTo("OK");
            assertThat(client.ready("cifar10", "2").json().get("ready").asBoolean())
                    .isFalse();
        }
    }
}
