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
     * Of a mean of numbers from 0 to 1: Wilson's score, with as many images as a count with this variance would have had. Of numbers
     * that are all 0 or 1 that is Wilson's own. Where most images lose nothing and few lose much, a symmetric interval is too short:
     * the sample may have missed those few. So the variance is that of the sample and one more image as bad as its worst.
     *
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    static Interval ofMean(double[] values) {
        int n = Math.max(1, values.length);
        double mean = Arrays.stream(values).average().orElse(0);
        double worst = Arrays.stream(values).max().orElse(0);
        double padded = (n * mean + worst) / (n + 1);
        double squares = Arrays.stream(values).map(v -> v * v).sum() + worst * worst;
        double variance = squares / (n + 1) - padded * padded;
        boolean counts = Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
        // images that are all alike tell no more than so many yes or no
        double images = counts || !(variance > 0) ? n : n * padded * (1 - padded) / variance;
        return wilson(mean, images, counts || n < 2 ? Z : student(n - 1));
    }

    private static Interval wilson(double mean, double n, double z) {
        double centre = (mean + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /**
     * What takes the place of {@code Z} where the variance is estimated, too; within 5 % from two degrees of freedom on.
     *
     * @see <a href="https://personal.math.ubc.ca/~cbm/aands/page_949.htm">Abramowitz and Stegun 26.7.5</a>
     */
    private static double student(int degrees) {
        double first = (Math.pow(Z, 3) + Z) / 4;
        double second = (5 * Math.pow(Z, 5) + 16 * Math.pow(Z, 3) + 3 * Z) / 96;
        return Z + first / degrees + second / ((double) degrees * degrees);
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
