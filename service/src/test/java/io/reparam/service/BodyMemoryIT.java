package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.memory.RequestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Requests whose bodies, or what is read out of them, find no room: they say so, in time, and leave nothing behind. */
@TestPropertySource(properties = "reparam.limits.body-memory=8MB")
@DirtiesContext
@Timeout(60)
class BodyMemoryIT extends StartedService {
    private static final String INFER = "/v2/models/cifar10/infer";

    @Autowired
    private RequestMemory memory;

    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() -> assertThat(memory.bytesTaken()).isZero());
        assertThat(rest.post("/v1/classify", SampleImages.first().png(), null).status())
                .isEqualTo(200);
    }

    @Test
    void bodyThatCanNeverFit_isTooLarge_andCountsForItsModel() {
        double before = requests("too_large");
        assertThat(rest.post("/v1/classify", new byte[9_000_000], null).status())
                .isEqualTo(413);
        assertThat(rest.postForm("/v1/classify", "image", new byte[9_000_000]).status())
                .isEqualTo(413);
        assertThat(rest.postWith(Map.of("Inference-Header-Content-Length", "0"), INFER, new byte[9_000_000])
                        .status())
                .isEqualTo(413);
        assertThat(requests("too_large")).isEqualTo(before + 3);
    }

    @Test
    void jsonThatGrowsWhenItIsRead_isTooLarge() {
        String zeros = "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"INT64\", \"shape\": [1], \"data\": [0"
                + ",0".repeat(500_000) + "]}]}";
        HttpCaller.Answer answer = rest.post(INFER, zeros.getBytes(StandardCharsets.US_ASCII), null);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("binary form");
    }

    @Test
    void messageThatGrowsWhenItIsParsed_isTooLarge() {
        byte[] inputs = new byte[400_000];
        for (int i = 0; i < inputs.length; i += 2) {
            inputs[i] = 0x2a; // an empty input
        }
        for (boolean compressed : new boolean[] {false, true}) {
            Status status = grpc.call(channel ->
                    RawCall.send(channel, GRPCInferenceServiceGrpc.getModelInferMethod(), inputs, compressed));
            assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(status.getDescription()).contains("MB");
        }
    }

    @Test
    void messageThatFindsNoRoomWhileItArrives_isRefused() {
        byte[] image = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(new byte[9_000_000]))
                .build()
                .toByteArray();
        Status status =
                grpc.call(channel -> RawCall.send(channel, ImageClassifierGrpc.getClassifyMethod(), image, false));
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("try again");
    }

    /** A small request never waits for large ones. */
    @Test
    void requestsInManyParts_doNotKeepOthersOut() {
        try (RequestMemory.Share all = memory.open()) {
            all.take(6_000_000);
            assertThat(rest.post("/v1/classify", SampleImages.first().png(), null)
                            .status())
                    .isEqualTo(200);
            HttpCaller.Answer refused = rest.post("/v1/classify", new byte[1_500_000], null);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
        }
    }

    private double requests(String outcome) {
        return management
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("reparam_requests_total{") && line.contains("model=\"cifar10\""))
                .filter(line -> line.contains("outcome=\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
