package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class IntervalTest {
    private static final int SAMPLES = 2000;

    @Test
    void counts_haveWilsonsInterval() {
        double[] three = new double[100];
        Arrays.fill(three, 0, 3, 1);
        Interval interval = Interval.ofMean(three);
        assertThat(interval.low()).isEqualTo(0.01025, within(1e-5));
        assertThat(interval.high()).isEqualTo(0.08452, within(1e-5));
    }

    @Test
    void noLoss_isNoProofOfNone() {
        assertThat(Interval.ofMean(new double[12]).low()).isZero();
        assertThat(Interval.ofMean(new double[12]).high()).isEqualTo(0.2425, within(1e-4));
        assertThat(Interval.ofMean(new double[1000]).high()).isEqualTo(0.0038, within(1e-4));
    }

    @Test
    void imagesThatAllLoseAlike_areAsManyAsTheyAre() {
        double[] alike = new double[50];
        Arrays.fill(alike, 0.25);
        assertThat(Interval.ofMean(alike).low()).isBetween(0.14, 0.16);
        assertThat(Interval.ofMean(alike).high()).isBetween(0.38, 0.40);
    }

    /** A segmentation net: two images of three lose nothing, and one that loses a small class loses half of its IoU. */
    @Test
    void fewImagesThatLoseMuch_areWithinTheInterval() {
        ToDoubleFunction<Random> loss =
                random -> random.nextDouble() < 0.68 ? 0 : Math.min(1, Math.exp(-3.3 + 1.2 * random.nextGaussian()));
        double mean = mean(loss);
        assertThat(covered(loss, mean, 12)).isGreaterThan(0.83);
        assertThat(covered(loss, mean, 30)).isGreaterThan(0.86);
        assertThat(covered(loss, mean, 96)).isGreaterThan(0.92);
        assertThat(covered(loss, mean, 400)).isGreaterThan(0.93);
    }

    /** Raw outputs: every image loses about as much. */
    @Test
    void imagesThatLoseAboutAsMuch_haveAShortInterval() {
        ToDoubleFunction<Random> loss = random -> Math.abs(0.01 + 0.003 * random.nextGaussian());
        double mean = mean(loss);
        assertThat(covered(loss, mean, 30)).isBetween(0.93, 0.99);
        double[] drawn = new Random(3).doubles(100, 0.005, 0.015).toArray();
        Interval interval = Interval.ofMean(drawn);
        assertThat(interval.high() - interval.low()).isLessThan(0.0013);
    }

    private static double mean(ToDoubleFunction<Random> loss) {
        Random random = new Random(1);
        double sum = 0;
        for (int i = 0; i < 200_000; i++) {
            sum += loss.applyAsDouble(random);
        }
        return sum / 200_000;
    }

    /** The part of the samples whose interval has the mean in it. */
    private static double covered(ToDoubleFunction<Random> loss, double mean, int images) {
        Random random = new Random(2);
        int covered = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] values = new double[images];
            Arrays.setAll(values, i -> loss.applyAsDouble(random));
            Interval interval = Interval.ofMean(values);
            covered += interval.low() <= mean && mean <= interval.high() ? 1 : 0;
        }
        return (double) covered / SAMPLES;
    }
}
