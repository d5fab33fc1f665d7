package io.reparam.calibrate;

import java.util.Arrays;

/**
 * Where a mean lies on other images like those that were seen, 95 times of 100.
 *
 * @param low not above {@code high}
 */
public record Interval(double low, double high) {
    private static final double Z = 1.959964;

    /**
     * Of a mean of numbers from 0 to 1: by Wilson's score where all are 0 or 1, and never narrower than his interval at 0.
     *
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    static Interval ofMean(double[] values) {
        double n = Math.max(1, values.length);
        double mean = Arrays.stream(values).average().orElse(0);
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, n - 1);
        if (Arrays.stream(values).allMatch(v -> v == 0 || v == 1)) {
            double centre = (mean + Z * Z / (2 * n)) / (1 + Z * Z / n);
            double half = Z / (1 + Z * Z / n) * Math.sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n));
            return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
        }
        double half = Z * Math.sqrt(variance / n);
        return new Interval(Math.max(0, mean - half), Math.min(1, mean + half));
    }

    /**
     * Of the accuracy that is lost, from the images of which only one of both nets is right.
     *
     * @param won images that only the candidate has right
     * @see <a href="https://doi.org/10.1002/sim.1781">Agresti and Min 2005: half an image is added to each count</a>
     */
    static Interval ofDrop(long lost, long won, long images) {
        double n = images + 2;
        double drop = (lost - won) / n;
        double half = Z * Math.sqrt(Math.max(0, (lost + won + 1) - n * drop * drop)) / n;
        return new Interval(Math.max(-1, drop - half), Math.min(1, drop + half));
    }
}
