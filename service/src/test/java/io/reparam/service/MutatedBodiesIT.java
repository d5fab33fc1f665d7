package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ModelConfigRequest;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelMetadataRequest;
import io.reparam.service.grpc.inference.wire.ModelStatisticsRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadRequest;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** 10,000 damaged bodies to every endpoint that takes one: none is answered as a defect of the service, nor late, nor leaves anything. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(170)
class MutatedBodiesIT extends StartedService {
    private static final int BODIES = 10_000;
    private static final int CLIENTS = 4;
    private static final int DEADLINE_MILLIS = 5000;
    private static final int SPARE_MILLIS = 250;
    private static final long MEBIBYTE = 1 << 20;
    private static final Set<Status.Code> DEFECTS =
            Set.of(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DATA_LOSS);

    private record Body(String path, Map<String, String> headers, byte[] bytes) {}

    private record Message(MethodDescriptor<?, ?> method, byte[] bytes) {
        Message(MethodDescriptor<?, ?> method, MessageLite message) {
            this(method, message.toByteArray());
        }
    }

    @Test
    void damagedBodies_areTheCallersFault_answeredInTime_andForgotten(CapturedOutput output) throws Exception {
        attack(1, BODIES / 10); // code is compiled, pools are filled
        long before = NativeMemory.bytes();
        int threads = threads();
        attack(2, BODIES);
        assertThat(output).doesNotContain("\tat ").doesNotContain(" ERROR ");
        assertThat(NativeMemory.bytes() - before).isLessThan(96 * MEBIBYTE);
        assertThat(threads()).isLessThan(threads + 100);
        assertThat(rest.post("/v1/classify", SampleImages.first().png(), null).status())
                .isEqualTo(200);
    }

    private void attack(long seed, int bodies) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        ManagedChannel channel = grpc.channel().build();
        try {
            List<Future<List<String>>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long own = seed * CLIENTS + i;
                ends.add(clients.submit(() -> client(own, bodies / CLIENTS, channel)));
            }
            for (Future<List<String>> end : ends) {
                assertThat(end.get()).isEmpty();
            }
        } finally {
            channel.shutdownNow();
            clients.shutdownNow();
        }
    }

    /** What went wrong, with what is needed to send it again. */
    private List<String> client(long seed, int bodies, ManagedChannel channel) throws IOException {
        Mutations mutations = new Mutations(seed);
        List<Body> good = bodies();
        List<Message> messages = messages();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < bodies; i++) {
            int which = mutations.next(good.size() + messages.size());
            long start = System.nanoTime();
            String answer;
            boolean defect;
            boolean hasDeadline = false;
            byte[] damaged;
            if (which < good.size()) {
                Body body = good.get(which);
                damaged = mutations.of(body.bytes);
                int status = rest.postWith(body.headers, body.path, damaged).status();
                answer = body.path + " " + status;
                hasDeadline = body.path.contains("classify") || body.path.endsWith("infer");
                defect = status >= 500 && status != 503 && status != 504;
            } else {
                Message message = messages.get(which - good.size());
                damaged = mutations.of(message.bytes);
                Status status = RawCall.send(channel, message.method, damaged, mutations.next(2) == 0);
                answer = message.method.getFullMethodName() + " " + status;
                defect = DEFECTS.contains(status.getCode());
            }
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (defect || (hasDeadline && millis > DEADLINE_MILLIS + SPARE_MILLIS)) {
                wrong.add(answer + " after " + millis + " ms: "
                        + Base64.getEncoder().encodeToString(damaged));
            }
        }
        return wrong;
    }

    private static List<Body> bodies() {
        byte[] png = SampleImages.first().png();
        String base64 = Base64.getEncoder().encodeToString(png);
        String classify = "/v1/classify?timeout=" + DEADLINE_MILLIS;
        String infer = "/v2/models/cifar10/infer";
        String json = "{\"id\": \"7\", \"parameters\": {\"timeout\": " + 1000 * DEADLINE_MILLIS + ", \"priority\": 1},"
                + " \"inputs\": [{\"name\": \"image\", \"datatype\": \"BYTES\", \"shape\": [1], \"data\": [\"" + base64
                + "\"]}], \"outputs\": [{\"name\": \"logits\", \"parameters\": {\"classification\": 3}}]}";
        String header = "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1, 3, 32, 32],"
                + " \"parameters\": {\"binary_data_size\": 12288}}], \"parameters\": {\"binary_data_output\": true}}";
        byte[] form = ("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n"
                        + "0123456789\r\n--b\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nabc\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return List.of(
                new Body(classify, Map.of(), png),
                new Body(
                        classify,
                        Map.of("Content-Type", "application/json"),
                        ascii("{\"images\": [\"" + base64 + "\"]}")),
                new Body(classify, Map.of("Content-Type", "multipart/form-data; boundary=b"), form),
                new Body(infer, Map.of(), ascii(json)),
                new Body(infer, Map.of("Content-Encoding", "gzip"), ascii(json)),
                new Body(
                        infer,
                        Map.of("Inference-Header-Content-Length", "" + header.length()),
                        ascii(header + "0".repeat(12288))),
                new Body(infer, Map.of("Inference-Header-Content-Length", "0"), new byte[12288]),
                new Body("/v2/repository/index", Map.of(), ascii("{\"ready\": true}")),
                new Body(
                        "/v2/repository/models/cifar10/load",
                        Map.of(),
                        ascii("{\"parameters\": {\"config\": \"{}\"}}")),
                new Body("/v2/repository/models/cifar10/unload", Map.of(), ascii("{\"parameters\": {\"a\": true}}")));
    }

    private static List<Message> messages() {
        ByteString png = ByteString.copyFrom(SampleImages.first().png());
        ModelInferRequest.Builder infer = ModelInferRequest.newBuilder()
                .setModelName("cifar10")
                .setId("7")
                .addRawInputContents(ByteString.copyFrom(new byte[12288]));
        infer.addInputsBuilder().setName("image").setDatatype("FP32").addAllShape(List.of(1L, 3L, 32L, 32L));
        ClassifyRequest classify =
                ClassifyRequest.newBuilder().setImage(png).setTopK(3).build();
        return List.of(
                new Message(ImageClassifierGrpc.getClassifyMethod(), classify),
                new Message(ImageClassifierGrpc.getClassifyStreamMethod(), classify),
                new Message(GRPCInferenceServiceGrpc.getModelInferMethod(), infer.build()),
                new Message(GRPCInferenceServiceGrpc.getModelStreamInferMethod(), infer.build()),
                new Message(
                        GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                        ModelMetadataRequest.newBuilder()
                                .setName("cifar10")
                                .setVersion("1")
                                .build()),
                new Message(
                        GRPCInferenceServiceGrpc.getModelConfigMethod(),
                        ModelConfigRequest.newBuilder().setName("cifar10").build()),
                new Message(
                        GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
                        ModelStatisticsRequest.newBuilder().setName("cifar10").build()),
                new Message(
                        GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(),
                        RepositoryModelLoadRequest.newBuilder()
                                .setModelName("cifar10")
                                .build()));
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
