package io.reparam.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyPlotTest {
    private static final Path PICTURES = Path.of("pictures");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void picture_isWhatTheNumbersGive(String theme) throws IOException {
        assertThat(Files.readString(PICTURES.resolve("latency-" + theme + ".svg")))
                .isEqualTo(LatencyPlot.svg(PICTURES, theme));
    }
}
