package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
    @Test
    void deviceThatIsNotThere_isRefusedWithWhatItNeeds() {
        assertThatThrownBy(() -> ComputeDevice.named("cuda:99"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH=");
        assertThatThrownBy(() -> ComputeDevice.named("tpu")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ComputeDevice.named("cpu").isGpu()).isFalse();
    }
}
