package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.runtime.IndexEntry;
import io.reparam.service.runtime.ModelControl;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** New versions are dropped in again and again while both transports are busy: nothing is lost and nothing piles up. */
@Timeout(240)
class ReloadIT {
    private static final int RELOADS = 50;
    private static final long ALLOWED_GROWTH_KIB = 100 * 1024;

    private final Path root;
    private final ModelDirectory directory;
    private final AtomicBoolean end = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    ReloadIT(@TempDir Path root) throws IOException {
        this.root = root;
        directory = ModelDirectory.copyTo(root);
    }

    @Test
    void fiftyReloads_underLoad_loseNothingAndKeepMemory() throws IOException {
        try (ConfigurableApplicationContext service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--reparam.models.poll-interval=50ms",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0")) {
            ModelControl control = service.getBean(ModelControl.class);
            List<CompletableFuture<Void>> clients = clients(service);
            long settled = 0;
            for (int version = 2; version <= RELOADS + 1; version++) {
                directory.addVersion(version);
                if (version % 10 == 0) {
                    dropInADamagedVersion(control);
                }
                IndexEntry expected = new IndexEntry("cifar10", "" + version, IndexEntry.State.READY, "");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> control.index().contains(expected));
                directory.removeVersion(version - 1);
                if (version == RELOADS / 2) {
                    settled = residentKib();
                }
            }
            end.set(true);
            clients.forEach(CompletableFuture::join);
            assertThat(lost).isEmpty();
            assertThat(answered).hasValueGreaterThan(RELOADS);
            assertThat(residentKib() - settled)
                    .as("growth of RSS in KiB over the second half, after %s answers", answered)
                    .isLessThan(ALLOWED_GROWTH_KIB);
        }
    }

    private void dropInADamagedVersion(ModelControl control) throws IOException {
        directory.addVersion(1000);
        Files.write(root.resolve("cifar10/1000/reparam.onnx"), new byte[] {1, 2, 3});
        await().atMost(Duration.ofSeconds(60))
                .until(() -> control.index().stream()
                        .anyMatch(entry -> entry.version().equals("1000")
                                && entry.state() == IndexEntry.State.UNAVAILABLE
                                && entry.reason().contains("SHA-256")));
        directory.removeVersion(1000);
    }

    private List<CompletableFuture<Void>> clients(ConfigurableApplicationContext service) {
        HttpCaller rest =
                new HttpCaller(Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")));
        int grpcPort = service.getBean(GrpcServerLifecycle.class).getPort();
        byte[] image = SampleImages.first().png();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (String variant : List.of("attention", "reparam")) {
            clients.add(CompletableFuture.runAsync(() -> {
                while (!end.get()) {
                    HttpCaller.Answer answer = rest.post("/v1/classify?variant=" + variant, image, "image/png");
                    note(answer.status() == 200, answer.body());
                }
            }));
            clients.add(CompletableFuture.runAsync(() -> overGrpc(grpcPort, variant, image)));
        }
        return clients;
    }

    private void overGrpc(int port, String variant, byte[] image) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(image))
                .setVariant(variant)
                .build();
        while (!end.get()) {
            try {
                ImageClassifierGrpc.newBlockingStub(channel).classify(request);
                note(true, "");
            } catch (StatusRuntimeException e) {
                note(false, e.getStatus().toString());
            }
        }
        channel.shutdownNow();
    }

    private void note(boolean good, String message) {
        if (good) {
            answered.incrementAndGet();
        } else {
            lost.add(message);
        }
    }

    private static long residentKib() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(entry -> entry.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D+", ""));
    }
}
