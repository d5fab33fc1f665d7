package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every place is taken. */
class OverloadIT extends StartedService {
    private static final byte[] IMAGE_REQUEST =
            ("{\"inputs\": [{\"name\": \"image\", \"datatype\": \"BYTES\", \"shape\": [1],"
                            + " \"data\": [\"AAAA\"]}]}")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Admission admission;

    OverloadIT(@Autowired Admission admission) {
        this.admission = admission;
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < admission.limit(); i++) {
            admission.enter();
        }
    }

    @AfterEach
    void empty() {
        for (int i = 0; i < admission.limit(); i++) {
            admission.leave();
        }
    }

    @Test
    void rest_isTurnedAwayWithRetryAfter() {
        HttpCaller.Answer answer =
                rest.post("/v1/classify", SampleImages.first().png(), "image/png");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:reparam:problem:overloaded");
    }

    @Test
    void protocolOverRest_isTurnedAwayInItsOwnForm() {
        HttpCaller.Answer answer = rest.post("/v2/models/cifar10/infer", IMAGE_REQUEST, null);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.json().get("error").asString()).contains("places are taken");
    }

    @Test
    void grpc_isTurnedAway() {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(SampleImages.first().png()))
                .build();
        assertThatThrownBy(() -> grpc.call(
                        channel -> ImageClassifierGrpc.newBlockingStub(channel).classify(request)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void scrape_showsThePlaces() {
        assertThat(management.get("/actuator/prometheus").body()).contains("reparam_inflight 64.0");
    }
}
