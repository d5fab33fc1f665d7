package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.SettingsBinder;
import io.reparam.service.repository.UnservableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class TrafficSettingsTest {
    private static final String CIFAR = "reparam.traffic.models.cifar10";
    private static final List<String> VARIANTS = List.of("attention", "reparam");

    @Test
    void bind_nothing_leavesItToTheManifest() {
        TrafficSettings settings = SettingsBinder.bind(TrafficSettings.class, "reparam.traffic", Map.of());
        assertThat(settings.of("cifar10", Optional.empty(), VARIANTS)).isEqualTo(TrafficPolicy.all("attention"));
    }

    @Test
    void bind_everything_isMapped() {
        TrafficPolicy policy = bind(Map.of(
                        CIFAR + ".split.reparam", "9",
                        CIFAR + ".split.attention", "1",
                        CIFAR + ".shadow.variant", "attention",
                        CIFAR + ".shadow.share", "0.25"))
                .of("cifar10", Optional.empty(), VARIANTS);
        assertThat(policy)
                .isEqualTo(new TrafficPolicy(
                        Map.of("reparam", 9.0, "attention", 1.0), new TrafficPolicy.Shadow("attention", 0.25)));
    }

    @Test
    void bind_shareOverOne_isRefused() {
        assertThatThrownBy(() -> bind(Map.of(
                        CIFAR + ".split.reparam", "1",
                        CIFAR + ".shadow.variant", "attention",
                        CIFAR + ".shadow.share", "2")))
                .isInstanceOf(BindException.class);
    }

    @Test
    void of_unknownVariant_saysWhereAndWhatThereIs() {
        TrafficSettings settings = bind(Map.of(CIFAR + ".split.fast", "1"));
        assertThatThrownBy(() -> settings.of("cifar10", Optional.empty(), VARIANTS))
                .isInstanceOfSatisfying(
                        UnservableException.class, e -> assertThat(e.remedy()).contains("Name variants"))
                .hasMessageContaining(CIFAR)
                .hasMessageContaining("'fast', which is not one of [attention, reparam]");
    }

    @Test
    void load_unknownVariant_isNotServed() {
        TrafficSettings settings = bind(Map.of(CIFAR + ".split.fast", "1"));
        assertThatThrownBy(() -> LoadedModels.oneByOne(LoadedModels.QUEUE, settings, (variant, rows, nanos) -> {}))
                .isInstanceOf(UnservableException.class)
                .hasMessageContaining("'fast'");
    }

    private static TrafficSettings bind(Map<String, String> properties) {
        return SettingsBinder.bind(TrafficSettings.class, "reparam.traffic", properties);
    }
}
