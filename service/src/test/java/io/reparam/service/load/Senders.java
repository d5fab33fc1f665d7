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
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    /**
     * The same over REST, as one binary tensor.
     *
     * @param url such as {@code http://localhost:8080}
     * @param model {@code m} or {@code m.variant}
     */
    static Supplier<Sender> restTensors(String url, String model, int rows) {
        byte[] values = new byte[rows * ROW * Float.BYTES];
        URI address = URI.create(url + "/v2/models/" + model + "/infer");
        return () -> () -> post(address, values, Map.of("Inference-Header-Content-Length", "0"));
    }

    /** A file posted to an address. */
    static Supplier<Sender> file(String url, Path file) throws IOException {
        byte[] body = Files.readAllBytes(file);
        return () -> () -> post(URI.create(url), body, Map.of());
    }

    /**
     * On the caller's own thread, where Java's newer client hands each request from thread to thread. Not in streaming mode, which
     * waits 1 ms before each request to see whether the server has hung up.
     */
    private static boolean post(URI address, byte[] body, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        headers.forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status != 200 && status != 429) {
            throw new IOException(address + " answers " + status);
        }
        // read to its end, so that the connection can be used again
        try (InputStream in = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return status == 200;
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
