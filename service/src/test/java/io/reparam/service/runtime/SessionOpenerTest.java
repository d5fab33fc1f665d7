package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.ort.OrtModel;
import io.reparam.ort.Provider;
import io.reparam.ort.ProviderUnavailableException;
import io.reparam.ort.SessionSettings;
import io.reparam.service.repository.UnservableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SessionOpenerTest {
    private final List<Provider> tried = new ArrayList<>();
    private final byte[] onnx;

    SessionOpenerTest(@TempDir Path root) throws IOException {
        onnx = Files.readAllBytes(ModelDirectory.copyTo(root).file("reparam"));
    }

    @Test
    void open_auto_fallsBackOnceAndForAll() {
        SessionOpener opener = opener(RuntimeSettings.ProviderChoice.AUTO);
        opener.open(onnx).close();
        opener.open(onnx).close();
        assertThat(tried).containsExactly(Provider.CUDA, Provider.CPU, Provider.CPU);
    }

    @Test
    void open_cpu_neverTriesCuda() {
        opener(RuntimeSettings.ProviderChoice.CPU).open(onnx).close();
        assertThat(tried).containsExactly(Provider.CPU);
    }

    @Test
    void open_cudaWithoutGpu_saysWhyAndWhatToDo() {
        SessionOpener opener = opener(RuntimeSettings.ProviderChoice.CUDA);
        UnservableException failure = Objects.requireNonNull(
                catchThrowableOfType(UnservableException.class, () -> opener.open(onnx)), "was opened");
        assertThat(failure).hasMessageContaining("'cuda'").hasMessageContaining("no such library");
        assertThat(failure.remedy()).contains("'auto' or 'cpu'");
        assertThat(tried).containsExactly(Provider.CUDA);
    }

    private SessionOpener opener(RuntimeSettings.ProviderChoice choice) {
        return new SessionOpener(new RuntimeSettings(choice, 0, DataSize.ofBytes(0), 1, 1), this::openWithoutGpu);
    }

    private OrtModel openWithoutGpu(byte[] file, SessionSettings settings) {
        tried.add(settings.provider());
        if (settings.provider() == Provider.CUDA) {
            throw new ProviderUnavailableException(Provider.CUDA, new IOException("no such library"));
        }
        return new OrtModel(file, settings);
    }
}
