package io.reparam.service.deploy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Clients of both transports that ask for both variants, each one request after the other, until closed. */
final class Load implements AutoCloseable {
    static final List<String> VARIANTS = List.of("attention", "reparam");
    static final List<String> PROTOCOLS = List.of("rest", "grpc");

    /** What clients asked for, and how it ended: a status of HTTP or gRPC. */
    record Ending(String variant, String protocol, String status) {}

    private final AtomicBoolean end = new AtomicBoolean();
    private final Map<Ending, LongAdder> endings = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private final byte[] image = SampleImages.first().png();

    private Load() {}

    /** Starts the clients: this many for each variant and transport. */
    static Load start(int restPort, int grpcPort, int clientsEach) {
        Load load = new Load();
        HttpCaller rest = new HttpCaller(restPort);
        for (String variant : VARIANTS) {
            for (int i = 0; i < clientsEach; i++) {
                load.clients.add(CompletableFuture.runAsync(() -> load.overRest(rest, variant), load.threads));
                load.clients.add(CompletableFuture.runAsync(() -> load.overGrpc(grpcPort, variant), load.threads));
            }
        }
        return load;
    }

    long ended(String variant, String protocol, String status) {
        LongAdder count = endings.get(new Ending(variant, protocol, status));
        return count == null ? 0 : count.sum();
    }

    /** Lets every client finish the request it is at. */
    @Override
    public void close() {
        end.set(true);
        clients.forEach(CompletableFuture::join);
        threads.shutdown();
    }

    private void overRest(HttpCaller rest, String variant) {
        while (!end.get()) {
            int status = rest.post("/v1/classify?variant=" + variant, image, "image/png")
                    .status();
            count(variant, "rest", Integer.toString(status));
        }
    }

    private void overGrpc(int port, String variant) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(image))
                .setVariant(variant)
                .build();
        while (!end.get()) {
            String status = "OK";
            try {
                ImageClassifierGrpc.newBlockingStub(channel).classify(request);
            } catch (StatusRuntimeException e) {
                status = e.getStatus().getCode().name();
            }
            count(variant, "grpc", status);
        }
        channel.shutdownNow();
    }

    private void count(String variant, String protocol, String status) {
        endings.computeIfAbsent(new Ending(variant, protocol, status), key -> new LongAdder())
                .increment();
    }
}
