package io.reparam.export;

import static org.assertj.core.api.Assertions.assertThat;

/** The largest difference, over the largest expected value. */
final class RelativeError {
    private RelativeError() {}

    static double of(float[] actual, float[] expected) {
        double difference = 0;
        double scale = 0;
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isFinite();
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference / scale;
    }
}
