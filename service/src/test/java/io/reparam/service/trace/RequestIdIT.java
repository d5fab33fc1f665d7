package io.reparam.service.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.micrometer.tracing.Tracer;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/** Both transports name their requests; and without a collector, nothing traces them. */
class RequestIdIT extends StartedService {
    @Autowired
    private ObjectProvider<Tracer> tracer;

    @Test
    void rest_saneId_comesBack_withAnswersAndRefusals() {
        assertThat(restId("/v1/classify", "abc-123")).isEqualTo("abc-123");
        assertThat(restId("/v1/classify?model=nope", "abc-124")).isEqualTo("abc-124");
        assertThat(restId("/nothing/here", "abc-125")).isEqualTo("abc-125");
    }

    @Test
    void rest_otherId_isReplaced() {
        assertThat(restId("/v1/classify", "a b")).matches("[0-9a-f]{32}");
        assertThat(restId("/v1/classify", "x".repeat(200))).matches("[0-9a-f]{32}");
    }

    @Test
    void rest_controlCharacters_neverComeBack() throws IOException {
        try (Socket socket = rest.connect()) {
            socket.getOutputStream()
                    .write(
                            "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: a\tb\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("a\tb")
                    .containsPattern("X-Request-Id: [0-9a-f]{32}\r\n");
        }
    }

    @Test
    void grpc_saneId_comesBack_withAnswersAndRefusals() {
        ClassifyCall call = new ClassifyCall(grpc, Map.of("x-request-id", "abc-126"));
        call.classify(SampleImages.first().png());
        assertThat(call.reply("x-request-id")).isEqualTo("abc-126");
        assertThatThrownBy(() -> call.classify(new byte[0]))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
                    Metadata trailers =
                            StatusRuntimeException.class.cast(refusal).getTrailers();
                    assertThat(trailers).isNotNull();
                    assertThat(trailers.get(ReplyingCall.key("x-request-id"))).isEqualTo("abc-126");
                });
    }

    @Test
    void grpc_otherId_isReplaced() {
        ClassifyCall call = new ClassifyCall(grpc, Map.of("x-request-id", "a b"));
        call.classify(SampleImages.first().png());
        assertThat(call.reply("x-request-id")).matches("[0-9a-f]{32}");
    }

    @Test
    void withoutCollector_nothingTraces() {
        assertThat(tracer.stream()).isEmpty();
        HttpCaller.Answer answer = rest.get("/v1/models", Map.of());
        assertThat(answer.header("traceresponse")).isEmpty();
    }

    private String restId(String path, String asked) {
        return rest.postWith(
                        Map.of("X-Request-Id", asked),
                        path,
                        SampleImages.first().png())
                .header("X-Request-Id");
    }
}
