package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.rest.connection.KeptAliveClient;
import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Half an hour of good requests, images that are bombs, clients that leave, and new versions: nothing is lost, nothing piles up. */
@Timeout(120)
class SoakIT {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 30);
    private static final int GROWTH_KIB = 48 * 1024;
    private static final int MORE_THREADS = 16;

    private volatile long end;
    private final AtomicLong bombs = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong reloads = new AtomicLong();

    private record Sample(long rssKib, long threads) {}

    private interface Step {
        void run() throws Exception;
    }

    @Test
    void fewSeconds_loseNothing(@TempDir Path root) throws Exception {
        assertThat(soak(root, 3, 2)).hasSize(3);
    }

    @Tag("long")
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    @Test
    void service_isAsLargeAfterHalfAnHourAsBefore(@TempDir Path root) throws Exception {
        List<Sample> samples = soak(root, MINUTES, 60);
        List<Sample> second = samples.subList(MINUTES / 3, 2 * MINUTES / 3);
        List<Sample> third = samples.subList(2 * MINUTES / 3, MINUTES);
        assertThat(most(third).rssKib()).isLessThan(most(second).rssKib() + GROWTH_KIB);
        assertThat(most(third).threads()).isLessThan(most(second).threads() + MORE_THREADS);
    }

    /** So many looks, some seconds apart. */
    private List<Sample> soak(Path root, int looks, int seconds) throws Exception {
        ModelDirectory models = ModelDirectory.copyTo(root);
        byte[] png = SampleImages.first().png();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Sample> samples = new ArrayList<>();
        try (ServiceProcess service = new ServiceProcess(
                "-Xmx512m", "--reparam.models.location=" + root, "--reparam.models.poll-interval=500ms")) {
            long start = System.nanoTime();
            end = start + TimeUnit.SECONDS.toNanos((long) looks * seconds);
            List<Future<?>> ends = new ArrayList<>();
            KeptAliveClient rest = new KeptAliveClient(service.port(), KeptAliveClient.post("/v1/classify", png));
            CallingClient grpc = new CallingClient(service.grpcPort(), png);
            ends.add(threads.submit(rest));
            ends.add(threads.submit(grpc));
            List<byte[]> hostile = List.of(BadImages.scans(1500), BadImages.lyingWebp(), BadImages.hugePng());
            HttpCaller caller = new HttpCaller(service.port());
            ends.add(threads.submit(() -> repeat(300, () -> bomb(caller, hostile))));
            ends.add(threads.submit(() -> repeat(100, () -> leave(service.port(), png))));
            ends.add(threads.submit(() -> repeat(100, () -> cancel(service.grpcPort(), png))));
            ends.add(threads.submit(() -> repeat(5000, () -> reload(models))));
            for (int look = 1; look <= looks; look++) {
                TimeUnit.NANOSECONDS.sleep(start + TimeUnit.SECONDS.toNanos((long) look * seconds) - System.nanoTime());
                samples.add(new Sample(service.status("VmRSS"), service.status("Threads")));
                System.out.println("after " + look * seconds + " s: RSS "
                        + samples.get(look - 1).rssKib() / 1024 + " MiB, "
                        + samples.get(look - 1).threads() + " threads; answers " + rest.answers() + " REST, "
                        + grpc.answers() + " gRPC; " + bombs + " bombs, " + left + " left, " + reloads + " reloads");
            }
            for (Future<?> step : ends.subList(2, ends.size())) {
                step.get(1, TimeUnit.MINUTES);
            }
            service.terminate();
            for (Future<?> each : ends) {
                each.get(1, TimeUnit.MINUTES);
            }
            assertThat(rest.lost()).isEmpty();
            assertThat(grpc.lost()).isEmpty();
            assertThat(service.exitCode()).isZero();
            assertThat(service.log()).doesNotContain("\tat ").doesNotContain(" ERROR ");
        } finally {
            threads.shutdownNow();
        }
        return samples;
    }

    private static Sample most(List<Sample> samples) {
        return new Sample(
                samples.stream().mapToLong(Sample::rssKib).max().orElseThrow(),
                samples.stream().mapToLong(Sample::threads).max().orElseThrow());
    }

    /** Until the end; a step that fails ends it, and the test. */
    private Void repeat(long everyMillis, Step step) throws Exception {
        while (System.nanoTime() - end < 0) {
            step.run();
            TimeUnit.MILLISECONDS.sleep(everyMillis);
        }
        return null;
    }

    private void bomb(HttpCaller caller, List<byte[]> hostile) {
        byte[] file = hostile.get((int) (bombs.getAndIncrement() % hostile.size()));
        assertThat(caller.post("/v1/classify?timeout=5000", file, null).status())
                .isIn(400, 413, 429, 504);
    }

    /** In the middle of the request, or before the answer. */
    private void leave(int port, byte[] png) throws IOException {
        byte[] request = KeptAliveClient.post("/v1/classify", png);
        boolean whole = left.getAndIncrement() % 2 == 0;
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(whole ? request : Arrays.copyOf(request, request.length / 2));
        }
    }

    private void cancel(int port, byte[] png) {
        ClassifyRequest request =
                ClassifyRequest.newBuilder().setImage(ByteString.copyFrom(png)).build();
        ManagedChannel channel = new GrpcCaller(port).channel().build();
        try {
            ListenableFuture<ClassifyResponse> answer =
                    ImageClassifierGrpc.newFutureStub(channel).classify(request);
            if (left.getAndIncrement() % 2 == 0) {
                answer.cancel(true);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    /** The newest of two versions goes on serving while the other one goes. */
    private void reload(ModelDirectory models) throws IOException {
        int version = 2 + (int) reloads.getAndIncrement();
        models.addVersion(version);
        if (version > 3) {
            models.removeVersion(version - 2);
        }
    }
}
