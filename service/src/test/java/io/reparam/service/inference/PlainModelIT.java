package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.GrpcCaller;
import io.reparam.service.HttpCaller;
import io.reparam.service.ServiceApplication;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.inference.InferAsk.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import tools.jackson.databind.JsonNode;

/**
 * Triton's layout: two versions of a net that nobody describes, which multiply {@code [N, 2, 2]} by their version's number. Only the
 * second one has labels.
 */
class PlainModelIT {
    private static final float[] VALUES = {4, 1, 3, 2};

    private final ConfigurableApplicationContext service;
    private final List<InferClient> clients;

    PlainModelIT(@TempDir Path root) throws IOException {
        for (int version : new int[] {1, 2}) {
            Path directory = Files.createDirectories(root.resolve("times/" + version));
            String resource = "/plain/times" + version + ".onnx";
            try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
                Files.copy(in, directory.resolve("model.onnx"));
            }
        }
        Files.writeString(root.resolve("times/2/labels.txt"), "cat\ndog\nfrog\nship\n");
        service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--reparam.models.default-model=times",
                "--reparam.models.versions.times=1,2",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0");
        clients = List.of(
                new RestInferClient(new HttpCaller(
                        Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")))),
                new GrpcInferClient(new GrpcCaller(
                        service.getBean(GrpcServerLifecycle.class).getPort())));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void versions_areServedSideBySide_theLatestByDefault() {
        for (InferClient client : clients) {
            JsonNode metadata = client.metadata("times", "").json();
            assertThat(metadata.get("versions").valueStream().map(JsonNode::asString))
                    .containsExactly("1", "2");
            assertThat(metadata.at("/inputs/0/shape").valueStream().map(JsonNode::asLong))
                    .containsExactly(-1L, 2L, 2L);
            assertThat(client.config("times", "").json().at("/input/0/format").asString())
                    .isEqualTo("FORMAT_NONE");
            assertThat(client.statistics("times", "").json().get("model_stats")).hasSize(2);
            assertThat(client.infer(ask(VALUES)).version()).isEqualTo("2");
            for (int version : new int[] {1, 2}) {
                InferClient.Output output =
                        client.infer(ask(VALUES).version("" + version)).output();
                assertThat(output.shape()).containsExactly(1L, 2L, 2L);
                for (int i = 0; i < VALUES.length; i++) {
                    assertThat(output.floats()[i]).isEqualTo(version * VALUES[i]);
                }
            }
        }
    }

    @Test
    void classification_hasLabelsWhereThereAreSome() {
        for (InferClient client : clients) {
            InferAsk ask = ask(VALUES).outputs(new Wanted("y", Map.of("classification", 2L)));
            assertThat(client.infer(ask.version("1")).output().texts()).containsExactly("4.000000:0", "3.000000:2");
            assertThat(client.infer(ask).output().texts()).containsExactly("8.000000:0:cat", "6.000000:2:frog");
        }
    }

    @Test
    void images_areRefused_sinceNothingSaysHowTheyArePrepared() {
        for (InferClient client : clients) {
            InferClient.Inferred answer =
                    client.infer(InferAsk.images(new byte[] {1}).model("times").input("x"));
            assertThat(answer.code()).isEqualTo(client.code(ErrorKind.BAD_REQUEST));
            assertThat(answer.message()).contains("send FP32 [-1, 2, 2]");
        }
    }

    @Test
    void outputThatJsonCannotSay_isRefused_andBinaryIsNot() {
        InferAsk ask = ask(Float.MAX_VALUE, 0, 0, 0);
        InferClient.Inferred json = clients.get(0).infer(ask.typed());
        assertThat(json.code()).isEqualTo("400");
        assertThat(json.message()).contains("Infinity", "binary_data");
        for (InferClient client : clients) {
            assertThat(client.infer(ask).output().floats()[0]).isInfinite();
        }
    }

    private static InferAsk ask(float... values) {
        return new InferAsk(
                "times", "", "x", "FP32", List.of(1L, 2L, 2L), values, List.of(), true, Map.of(), List.of(), Map.of());
    }
}
