package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Clients that send for ever, or stop in the middle. */
@TestPropertySource(properties = "reparam.limits.body-timeout=300ms")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class SlowClientIT extends StartedService {
    private static final String FORM = "multipart/form-data; boundary=b";
    private static final byte[] START = Arrays.copyOf(
            "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII),
            2000);

    /** A client sends the headers of a stream at once, those of a single message only with it. */
    private static final MethodDescriptor<ClassifyRequest, ClassifyResponse> STREAMED =
            ImageClassifierGrpc.getClassifyMethod().toBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .build();

    /** Sends a byte now and then until the connection is ended, of a body that would take a day. */
    @ParameterizedTest
    @CsvSource({
        "/v1/classify, image/png, 408",
        "/v1/classify, " + FORM + ", 408",
        "/v2/models/cifar10/infer, application/json, 408",
        "/v1/nope, image/png, 404"
    })
    void drippingBody_isCutOff(String path, String type, int status) throws Exception {
        try (Socket socket = rest.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(path, type, 1_000_000));
            out.write("--b\r\n".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(socket));
            while (!answer.isDone()) {
                try {
                    out.write('-');
                } catch (IOException e) {
                    break; // the other side is gone
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(answer.get()).startsWith("HTTP/1.1 " + status);
            if (status == 408) {
                assertThat(answer.get()).contains("took longer to arrive");
            }
        }
        assertCountersAgree();
    }

    @Test
    void grpcMessageThatNeverComes_endsTheCall() throws Exception {
        Status status = grpc.call(channel -> {
            CompletableFuture<Status> closed = new CompletableFuture<>();
            ClientCall<ClassifyRequest, ClassifyResponse> call = channel.newCall(STREAMED, CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed.complete(status);
                        }
                    },
                    new Metadata());
            call.request(1);
            return closed.orTimeout(20, TimeUnit.SECONDS).join();
        });
        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(status.getDescription()).contains("took longer to arrive");
        assertCountersAgree();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/classify, image/png, true",
        "/v1/classify, image/png, false",
        "/v1/classify, " + FORM + ", true",
        "/v2/models/cifar10/infer, application/json, true"
    })
    void clientKilledInItsBody_leavesNothingBehind(String path, String type, boolean reset, CapturedOutput output)
            throws Exception {
        double before = sum("reparam_requests_total{", "outcome=\"bad_request\"");
        try (Socket socket = rest.connect()) {
            socket.getOutputStream().write(head(path, type, 4000));
            socket.getOutputStream().write(START);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
        await().untilAsserted(() -> assertThat(sum("reparam_requests_total{", "outcome=\"bad_request\""))
                .isEqualTo(before + 1));
        assertCountersAgree();
        assertThat(output).doesNotContain(" ERROR ").doesNotContain("\tat ");
        assertThat(rest.post("/v1/classify", SampleImages.first().png(), null).status())
                .isEqualTo(200);
    }

    private void assertCountersAgree() {
        await().untilAsserted(() -> {
            assertThat(sum("reparam_received_total{")).isEqualTo(sum("reparam_requests_total{"));
            assertThat(sum("reparam_inflight ")).isZero();
        });
    }

    private double sum(String... parts) {
        return management
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(parts[0]))
                .filter(line -> Arrays.stream(parts).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static byte[] head(String path, String type, int length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Until the connection ends, however it does. */
    private static String read(Socket socket) {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                text.append((char) c);
            }
        } catch (IOException e) {
            // reset: what came before counts
        }
        return text.toString();
    }
}
