package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import io.reparam.service.runtime.ModelSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

class ModelSettingsTest {
    private static final String PREFIX = "reparam.models";

    @Test
    void bind_nothing_givesTheModelInTheJar() {
        assertThat(SettingsBinder.bind(ModelSettings.class, PREFIX, Map.of()))
                .isEqualTo(new ModelSettings("classpath:models", "", Mode.POLL, Duration.ofSeconds(2), true, Map.of()));
    }

    @Test
    void bind_everything_isMapped() {
        Map<String, String> all = Map.of(
                PREFIX + ".location", "/srv/models",
                PREFIX + ".default-model", "flowers",
                PREFIX + ".mode", "explicit",
                PREFIX + ".poll-interval", "500ms",
                PREFIX + ".fail-fast", "false",
                PREFIX + ".versions.flowers", "1,3");
        assertThat(SettingsBinder.bind(ModelSettings.class, PREFIX, all))
                .isEqualTo(new ModelSettings(
                        "/srv/models",
                        "flowers",
                        Mode.EXPLICIT,
                        Duration.ofMillis(500),
                        false,
                        Map.of("flowers", List.of(1, 3))));
    }

    @ParameterizedTest
    @CsvSource({"location,' '", "mode,often", "poll-interval,0s", "poll-interval,-1s"})
    void bind_nonsense_isRefused(String name, String value) {
        assertThatThrownBy(() -> SettingsBinder.bind(ModelSettings.class, PREFIX, Map.of(PREFIX + "." + name, value)))
                .isInstanceOf(BindException.class);
    }
}
