package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.runtime.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What an operator sees when the service cannot start: problem and remedy, no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureIT {
    @Test
    void cudaWithoutGpu_saysSo(CapturedOutput output) {
        assertFails("--reparam.runtime.provider=cuda");
        assertExplained(output, "reparam.runtime.provider is 'cuda', but there is no usable CUDA here");
        assertThat(output).contains("set reparam.runtime.provider to 'auto' or 'cpu'");
    }

    @Test
    void damagedModelFile_isNamed(CapturedOutput output, @TempDir Path root) throws IOException {
        ModelDirectory models = ModelDirectory.copyTo(root);
        byte[] onnx = Files.readAllBytes(models.file("reparam"));
        onnx[onnx.length / 2] ^= 1;
        Files.write(models.file("reparam"), onnx);
        assertFails("--reparam.models.location=" + models.location());
        assertExplained(output, root + "/cifar10/1/reparam.onnx");
        assertThat(output).contains("The file is damaged or was replaced");
    }

    @Test
    void impossibleSetting_isNamed(CapturedOutput output) {
        assertFails("--reparam.admission.max-in-flight=0");
        assertExplained(output, "maxInFlight");
    }

    private static void assertFails(String argument) {
        assertThatThrownBy(() -> start(argument)).isNotInstanceOf(AssertionError.class);
    }

    private static void start(String argument) {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                ServiceApplication.class,
                argument,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0")) {
            throw new AssertionError("started with " + argument + ": " + context.isRunning());
        }
    }

    private static void assertExplained(CapturedOutput output, String problem) {
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(problem)
                .contains("Action:")
                .doesNotContain("\tat ");
    }
}
