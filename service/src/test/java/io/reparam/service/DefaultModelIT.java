package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model in the jar still knows what it knew: exactly the recorded number of the 200 sample images, over the wire. */
class DefaultModelIT extends StartedService {
    private static final String RECORD = "/default-model-sample.properties";

    @ParameterizedTest
    @ValueSource(strings = {"attention", "reparam"})
    void sampleImages_areRecognisedAsRecorded(String variant) throws IOException {
        long correct = SampleImages.all().stream()
                .filter(sample -> rest.post("/v1/classify?topK=1&variant=" + variant, sample.png(), "image/png")
                                .json()
                                .at("/predictions/0/index")
                                .asInt()
                        == sample.label())
                .count();
        assertThat(correct).as("of 200, see %s", RECORD).isEqualTo(recorded(variant));
    }

    private static long recorded(String variant) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(DefaultModelIT.class.getResourceAsStream(RECORD), RECORD)) {
            properties.load(in);
        }
        return Long.parseLong(properties.getProperty(variant + ".correct"));
    }
}
