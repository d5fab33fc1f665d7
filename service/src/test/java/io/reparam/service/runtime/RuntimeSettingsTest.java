package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

class RuntimeSettingsTest {
    private static final String PREFIX = "reparam.runtime";

    @Test
    void bind_nothing_givesAnInstanceOfOneThreadForEachProcessor() {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(SettingsBinder.bind(RuntimeSettings.class, PREFIX, Map.of()))
                .isEqualTo(new RuntimeSettings(
                        RuntimeSettings.ProviderChoice.AUTO, 0, DataSize.ofBytes(0), 1, processors));
    }

    @Test
    void bind_zero_givesAllProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, String> zero = Map.of(PREFIX + ".threads", "0", PREFIX + ".instances", "0");
        assertThat(SettingsBinder.bind(RuntimeSettings.class, PREFIX, zero))
                .isEqualTo(new RuntimeSettings(
                        RuntimeSettings.ProviderChoice.AUTO, 0, DataSize.ofBytes(0), processors, processors));
    }

    @Test
    void bind_everything_isMapped() {
        Map<String, String> all = Map.of(
                PREFIX + ".provider",
                "cuda",
                PREFIX + ".device",
                "1",
                PREFIX + ".device-memory",
                "2GB",
                PREFIX + ".threads",
                "3",
                PREFIX + ".instances",
                "5");
        assertThat(SettingsBinder.bind(RuntimeSettings.class, PREFIX, all))
                .isEqualTo(new RuntimeSettings(RuntimeSettings.ProviderChoice.CUDA, 1, DataSize.ofGigabytes(2), 3, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "provider,tpu",
        "device,-1",
        "device-memory,-1",
        "device-memory,much",
        "threads,-1",
        "threads,1025",
        "instances,-1",
        "instances,many"
    })
    void bind_nonsense_isRefused(String name, String value) {
        assertThatThrownBy(() -> SettingsBinder.bind(RuntimeSettings.class, PREFIX, Map.of(PREFIX + "." + name, value)))
                .isInstanceOf(BindException.class);
    }
}
