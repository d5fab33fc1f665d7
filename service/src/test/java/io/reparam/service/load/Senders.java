package io.reparam.service.load;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.reparam.ort.BoundRun;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import io.reparam.service.grpc.v2.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;

/** What can be loaded: a running service over both transports, and ONNX Runtime alone. */
final class Senders {
    private static final int ROW = 3 * 32 * 32;

    private Senders() {}

    /**
     * Raw FP32 tensors of {@code [rows, 3, 32, 32]} over the Open Inference Protocol.
     *
     * @param address {@code host:port}
     * @param model {@code m} or {@code m.variant}
     */
    static Supplier<Sender> tensors(String address, String model, int rows) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(address).usePlaintext().build();
        byte[] values = new byte[rows * ROW * Float.BYTES]; // 0.0: the time does not depend on them
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(model).addRawInputContents(ByteString.copyFrom(values));
        request.addInputsBuilder()
                .setName("image")
                .setDatatype("FP32")
                .addShape(rows)
                .addShape(3)
                .addShape(32)
                .addShape(32);
        ModelInferRequest message = request.build();
        return () -> {
            GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                    GRPCInferenceServiceGrpc.newBlockingStub(channel);
            return () -> {
                try {
                    return stub.modelInfer(message).getRawOutputContentsCount() == 1;
                } catch (StatusRuntimeException e) {
                    if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                        return false;
                    }
                    throw e;
                }
            };
        };
    }

    /** A file posted to an address. */
    static Supplier<Sender> file(String url, Path file) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofByteArray(Files.readAllBytes(file)))
                .build();
        return () -> () -> {
            int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode();
            if (status != 200 && status != 429) {
                throw new IOException(url + " answers " + status);
            }
            return status == 200;
        };
    }

    /** Nothing but ONNX Runtime, a run of so many rows a request, each client with tensors of its own. */
    static Supplier<Sender> bare(Path onnx, int rows) {
        OrtModel model = new OrtModel(onnx, SessionSettings.cpu(1));
        Random random = new Random(1);
        return () -> {
            FloatTensor input = FloatTensor.zeros(rows, 3, 32, 32);
            for (int i = 0; i < rows * ROW; i++) {
                input.data().put(i, random.nextFloat());
            }
            BoundRun run = model.bind(input, FloatTensor.zeros(rows, 10));
            return () -> {
                run.run();
                return true;
            };
        };
    }
}
