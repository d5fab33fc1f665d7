package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import io.reparam.service.batch.BatchLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

class QueueSettingsTest {
    private static final String PREFIX = "reparam.queue";

    @Test
    void bind_nothing_waitsForNobody() {
        assertThat(bind(Map.of())).isEqualTo(new QueueSettings(128, 8, Duration.ZERO));
    }

    @Test
    void bind_everything_isMapped() {
        assertThat(bind(Map.of(PREFIX + ".capacity", "64", PREFIX + ".max-batch", "16", PREFIX + ".max-wait", "2ms")))
                .isEqualTo(new QueueSettings(64, 16, Duration.ofMillis(2)));
    }

    @Test
    void limits_netOfFixedBatch_runsOneByOne() {
        NetInterface one = new NetInterface(List.of(), List.of(), NetInterface.Batching.FIXED, 1);
        assertThat(bind(Map.of()).limits(one, Optional.empty())).isEqualTo(new BatchLimits(1, 0, 128));
        NetInterface sixteen = new NetInterface(List.of(), List.of(), NetInterface.Batching.FIXED, 16);
        assertThat(bind(Map.of()).limits(sixteen, Optional.empty())).isEqualTo(new BatchLimits(16, 0, 128));
    }

    @ParameterizedTest
    @CsvSource({"capacity,0", "capacity,4", "max-batch,0", "max-batch,129", "max-wait,-1ms", "max-wait,11s"})
    void bind_nonsense_isRefused(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + "." + name, value))).isInstanceOf(BindException.class);
    }

    private static QueueSettings bind(Map<String, String> properties) {
        return SettingsBinder.bind(QueueSettings.class, PREFIX, properties);
    }
}
