package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelMomentsTest {
    @Test
    void leastSquares_weighsImagesByEnergy() {
        ChannelMoments moments = new ChannelMoments(2);
        moments.add(new float[] {1, 0.2f}, new float[] {1, 0});
        moments.add(new float[] {0, 0.4f}, new float[] {3, 0});
        // a channel that is 0 in every image has no energy: its mean stands in
        assertThat(moments.factors()).containsExactly(new double[] {0.25, 0.3}, within(1e-6));
        assertThat(moments.gateDeviations()).containsExactly(new double[] {0.5, 0.1}, within(1e-6));
    }

    @Test
    void constants_areWhereTheSquaredErrorIsSmallest() {
        Random random = new Random(3);
        int images = 50;
        int positions = 20;
        float[] g = new float[images];
        double[][] x = new double[images][positions];
        ChannelMoments moments = new ChannelMoments(1);
        for (int i = 0; i < images; i++) {
            g[i] = random.nextFloat();
            double squares = 0;
            for (int p = 0; p < positions; p++) {
                x[i][p] = 1 + 2 * g[i] + random.nextGaussian();
                squares += x[i][p] * x[i][p];
            }
            moments.add(new float[] {g[i]}, new float[] {(float) (squares / positions)});
        }
        double c = moments.factors()[0];
        assertThat(error(g, x, c)).isLessThan(error(g, x, c * 1.01)).isLessThan(error(g, x, c * 0.99));
    }

    private static double error(float[] g, double[][] x, double c) {
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            for (double value : x[i]) {
                double difference = g[i] * value - c * value;
                sum += difference * difference;
            }
        }
        return sum;
    }
}
