package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.reparam.service.BadImages;
import io.reparam.service.GrpcCaller;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The container that k8s/base asks for, under more large requests than it has memory for. */
@Tag("docker")
@Timeout(180)
class MemoryPressureIT {
    private static final int CPUS = 2;
    private static final int MEBIBYTES = 1024;
    private static final int REQUESTS = 64;
    /** That k8s/base lets a probe of liveness take; alone on two cores the slowest takes a tenth of it. */
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @Test
    void largeRequests_areAnsweredOrTurnedAway_andTheContainerLives() throws Exception {
        try (ServiceContainer service = new ServiceContainer(CPUS, MEBIBYTES)) {
            service.start();
            List<byte[]> images = images();
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Duration> slowest =
                    CompletableFuture.supplyAsync(() -> slowestProbe(service.management(), done), threads);
            ManagedChannel channel = new GrpcCaller(service.port(ServiceContainer.GRPC))
                    .channel()
                    .build();
            HttpCaller rest = service.rest();
            List<CompletableFuture<Void>> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                byte[] image = images.get(i / 2 % images.size());
                boolean overGrpc = i % 2 == 0;
                requests.add(CompletableFuture.runAsync(
                        () -> count(overGrpc ? call(channel, image) : "" + post(rest, image)), threads));
            }
            CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
            done.set(true);
            channel.shutdownNow();
            assertThat(answers.keySet())
                    .as("%s", new TreeMap<>(answers))
                    .isSubsetOf("200", "429", "503", "OK", "RESOURCE_EXHAUSTED")
                    .contains("200");
            assertThat(slowest.get(20, TimeUnit.SECONDS)).isLessThan(PROBE);
            assertThat(service.state().getOOMKilled()).isFalse();
            assertThat(post(service.rest(), SampleImages.first().png())).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Good ones of 40 megapixels, and of 9 MB. */
    private static List<byte[]> images() {
        return List.of(
                SampleImages.encode(new BufferedImage(8000, 5000, BufferedImage.TYPE_BYTE_GRAY), "png"),
                SampleImages.encode(new BufferedImage(8000, 5000, BufferedImage.TYPE_BYTE_GRAY), "jpg"),
                BadImages.progressive(6000),
                SampleImages.encode(new BufferedImage(1800, 1700, BufferedImage.TYPE_3BYTE_BGR), "bmp"));
    }

    private static int post(HttpCaller rest, byte[] image) {
        return rest.post("/v1/classify", image, null).status();
    }

    /** It waits for its turn to be decoded, as long as the service lets it. */
    private static String call(ManagedChannel channel, byte[] image) {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(image))
                .build();
        try {
            ImageClassifierGrpc.newBlockingStub(channel).classify(request);
            return "OK";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        }
    }

    private void count(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    /** Asks as the kubelet does, only more often. */
    private static Duration slowestProbe(HttpCaller management, AtomicBoolean done) {
        long slowest = 0;
        while (!done.get()) {
            long start = System.nanoTime();
            assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        return Duration.ofNanos(slowest);
    }
}
