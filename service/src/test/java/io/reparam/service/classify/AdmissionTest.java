package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.SettingsBinder;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class AdmissionTest {
    private static final String LIMIT = "reparam.admission.max-in-flight";

    private final Admission admission = new Admission(new AdmissionSettings(3));

    @Test
    void enter_full_isOverloadedUntilOneLeaves() {
        for (int i = 0; i < 3; i++) {
            admission.enter();
        }
        assertThat(admission.inFlight()).isEqualTo(3);
        assertThatThrownBy(admission::enter)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OVERLOADED))
                .hasMessageContaining("all 3 places");
        admission.leave();
        admission.enter();
        assertThat(admission.inFlight()).isEqualTo(3);
    }

    @Test
    void enter_fromManyThreads_neverLetsInMoreThanTheLimit() {
        AtomicInteger entered = new AtomicInteger();
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            try {
                admission.enter();
                entered.incrementAndGet();
            } catch (ServiceException e) {
                assertThat(admission.inFlight()).isEqualTo(3);
            }
        });
        assertThat(entered).hasValue(3);
    }

    @Test
    void settings_areBoundAndChecked() {
        assertThat(bind(Map.of())).isEqualTo(new AdmissionSettings(64));
        assertThat(bind(Map.of(LIMIT, "5"))).isEqualTo(new AdmissionSettings(5));
        assertThatThrownBy(() -> bind(Map.of(LIMIT, "0"))).isInstanceOf(BindException.class);
    }

    private static AdmissionSettings bind(Map<String, String> properties) {
        return SettingsBinder.bind(AdmissionSettings.class, "reparam.admission", properties);
    }
}
