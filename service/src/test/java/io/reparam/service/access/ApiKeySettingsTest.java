package io.reparam.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;

class ApiKeySettingsTest {
    private static final String KEY = "0123456789abcdef";

    @Test
    void bind_nothing_asksForNoKey() {
        ApiKeySettings settings = SettingsBinder.bind(ApiKeySettings.class, "reparam", Map.of());
        assertThat(settings.apiKeys()).isEmpty();
        assertThat(ApiKeys.Purpose.values()).noneMatch(new ApiKeys(settings)::required);
    }

    @Test
    void bind_commas_areSeveralKeys_andNeverPrinted() {
        ApiKeySettings settings =
                SettingsBinder.bind(ApiKeySettings.class, "reparam", Map.of("reparam.api-keys", KEY + "," + KEY + "2"));
        assertThat(settings.apiKeys()).containsExactly(KEY, KEY + "2");
        assertThat(settings.toString()).doesNotContain(KEY);
    }

    @Test
    void bind_adminKeysAlone_guardControlAlone() {
        ApiKeySettings settings =
                SettingsBinder.bind(ApiKeySettings.class, "reparam", Map.of("reparam.admin-keys", KEY));
        ApiKeys keys = new ApiKeys(settings);
        assertThat(keys.required(ApiKeys.Purpose.CONTROL)).isTrue();
        assertThat(keys.required(ApiKeys.Purpose.USE)).isFalse();
        assertThat(settings.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789abcdeé", "0123456789 abcdef"})
    void bind_uselessKey_isRefused_withoutSayingIt(String key) {
        assertThatThrownBy(
                        () -> SettingsBinder.bind(ApiKeySettings.class, "reparam", Map.of("reparam.api-keys[0]", key)))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining("reparam.api-keys[0]")
                .hasMessageNotContaining(key);
    }
}
