package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class ModelSettingsTest {
    private static final String PREFIX = "reparam.models";

    @Test
    void bind_nothing_givesTheModelInTheJar() {
        assertThat(SettingsBinder.bind(ModelSettings.class, PREFIX, Map.of()))
                .isEqualTo(new ModelSettings("classpath:models", "cifar10"));
    }

    @Test
    void bind_everything_isMapped() {
        assertThat(SettingsBinder.bind(
                        ModelSettings.class,
                        PREFIX,
                        Map.of(PREFIX + ".location", "/srv/models", PREFIX + ".default-model", "flowers")))
                .isEqualTo(new ModelSettings("/srv/models", "flowers"));
    }

    @Test
    void bind_blank_isRefused() {
        assertThatThrownBy(() -> SettingsBinder.bind(ModelSettings.class, PREFIX, Map.of(PREFIX + ".location", " ")))
                .isInstanceOf(BindException.class);
    }
}
