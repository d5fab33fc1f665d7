package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import java.awt.image.BufferedImage;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The image under the limits that compose and Kubernetes set. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerIT {
    private static final int MEBIBYTES = 512;
    /** Threads without a name in a JVM that has no pool of ONNX Runtime: its launcher and the one that waits for the end. */
    private static final int UNNAMED = 2;

    private final ServiceContainer service = new ServiceContainer(1, MEBIBYTES).withEnv("REPARAM_RUNTIME_THREADS", "0");

    @BeforeAll
    void start() {
        service.start();
    }

    @AfterAll
    void stop() {
        service.stop();
    }

    @Test
    void container_runsAsNobodyOnAReadOnlyRoot() throws Exception {
        assertThat(service.shell("id -u")).isEqualTo("10001");
        assertThat(service.shell("touch /app/x")).contains("Read-only file system");
        assertThat(service.shell("grep CapEff /proc/1/status")).endsWith("0000000000000000");
        assertThat(service.shell("find / -xdev -name '*onnxruntime*.so'")).contains("/app/native/libonnxruntime.so");
        assertThat(service.getLogs()).contains("JPEG and WebP are decoded by libjpeg-turbo and libwebp");
        assertThat(service.shell("find /tmp -name '*.so'"))
                .as("libraries unpacked at run time")
                .isEmpty();
    }

    /** Both nets get as many threads as the quota has CPUs, whatever the machine has; the caller is the first of them. */
    @Test
    void onnxRuntime_hasAsManyThreadsAsTheQuotaHasCpus() throws Exception {
        assertThat(service.metric("system_cpu_count")).isEqualTo(1);
        assertThat(unnamedThreads(service)).isEqualTo(UNNAMED);
        try (ServiceContainer two = new ServiceContainer(2, MEBIBYTES).withEnv("REPARAM_RUNTIME_THREADS", "0")) {
            two.start();
            assertThat(two.metric("system_cpu_count")).isEqualTo(2);
            assertThat(unnamedThreads(two)).isEqualTo(UNNAMED + Load.VARIANTS.size());
        }
    }

    /** 49 million pixels need more than the heap that 512 MiB leave. */
    @Test
    void imageLargerThanTheHeap_isAnswered_andTheContainerLives() {
        byte[] huge = SampleImages.encode(new BufferedImage(7000, 7000, BufferedImage.TYPE_BYTE_GRAY), "png");
        assertThat(service.metric("jvm_memory_max_bytes{area=\"heap\"")).isLessThan(MEBIBYTES * 1024.0 * 1024.0);
        assertThat(service.rest().post("/v1/classify", huge, "image/png").status())
                .isEqualTo(200);
        assertThat(classify().status()).isEqualTo(200);
        assertThat(service.state().getOOMKilled()).isFalse();
    }

    @Test
    void containerThatIsRestarted_answersAgain() {
        assertThat(classify().status()).isEqualTo(200);
        service.restart();
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() ->
                        service.management().get("/actuator/health/readiness").status() == 200);
        assertThat(classify().status()).isEqualTo(200);
    }

    private HttpCaller.Answer classify() {
        return service.rest().post("/v1/classify", SampleImages.first().png(), "image/png");
    }

    private static int unnamedThreads(ServiceContainer container) throws Exception {
        return Integer.parseInt(container.shell("cat /proc/1/task/*/comm | grep -cx java"));
    }
}
