package io.reparam.service.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

class LimitsTest {
    private static final String PREFIX = "reparam.limits";

    @Test
    void bind_nothing_givesDefaults() {
        assertThat(SettingsBinder.bind(Limits.class, PREFIX, Map.of()))
                .isEqualTo(new Limits(
                        DataSize.ofMegabytes(10),
                        50_000_000,
                        Duration.ofSeconds(5),
                        DataSize.ofBytes(0),
                        Duration.ofSeconds(60)));
    }

    @Test
    void bind_everything_isMapped() {
        assertThat(SettingsBinder.bind(
                        Limits.class,
                        PREFIX,
                        Map.of(
                                PREFIX + ".max-body",
                                "3KB",
                                PREFIX + ".max-pixels",
                                "7",
                                PREFIX + ".decode-time",
                                "2s",
                                PREFIX + ".decode-memory",
                                "9MB",
                                PREFIX + ".body-timeout",
                                "5s")))
                .isEqualTo(new Limits(
                        DataSize.ofKilobytes(3),
                        7,
                        Duration.ofSeconds(2),
                        DataSize.ofMegabytes(9),
                        Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-body,0B",
        "max-body,-1B",
        "max-body,2GB",
        "max-body,much",
        "max-pixels,0",
        "decode-time,0s",
        "decode-memory,-1B",
        "body-timeout,0s",
        "body-timeout,-1s",
        "max-pixels,x"
    })
    void bind_nonsense_isRefused(String name, String value) {
        assertThatThrownBy(() -> SettingsBinder.bind(Limits.class, PREFIX, Map.of(PREFIX + "." + name, value)))
                .isInstanceOf(BindException.class);
    }
}
