package io.reparam.calibrate;

import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one gate g and of the tensor x that it scales, by channel, in double. Means over positions are those of each
 * image: g is one number a channel and image, so {@code E[g x x] = mean of g mean(x x)} holds exactly. Mutable, for one thread.
 */
final class ChannelMoments {
    /** Rows of the heat map. */
    static final int ROWS = 64;

    private final int channels;
    private final double[] gate;
    private final double[] gateSquared;
    private final double[] energy;
    private final double[] gateEnergy;
    private final List<float[]> rows = new ArrayList<>();
    private double spread;
    private int images;

    ChannelMoments(int channels) {
        this.channels = channels;
        gate = new double[channels];
        gateSquared = new double[channels];
        energy = new double[channels];
        gateEnergy = new double[channels];
    }

    /**
     * Adds one image.
     *
     * @param g of every channel
     * @param e mean of x^2 over positions
     */
    void add(float[] g, float[] e) {
        for (int c = 0; c < channels; c++) {
            gate[c] += g[c];
            gateSquared[c] += (double) g[c] * g[c];
            energy[c] += e[c];
            gateEnergy[c] += (double) g[c] * e[c];
        }
        images++;
        if (rows.size() < ROWS) {
            rows.add(g.clone());
        }
    }

    /** Hears of a number of g that is taken for the same at all places, how far its places are apart, and how large they are. */
    void spread(double apart, double size) {
        spread = Math.max(spread, size > 0 ? apart / size : 0);
    }

    /** The largest of {@link #spread(double, double)}, relative: 0 for a gate, but for rounding. */
    double spread() {
        return spread;
    }

    int channels() {
        return channels;
    }

    /** The first images' gates, {@code [images][channels]}. */
    List<float[]> rows() {
        return rows;
    }

    /** Mean over images of each channel. */
    double[] gateMeans() {
        double[] means = new double[channels];
        for (int c = 0; c < channels; c++) {
            means[c] = gate[c] / images;
        }
        return means;
    }

    /** Standard deviation over images of each channel. */
    double[] gateDeviations() {
        double[] deviations = new double[channels];
        for (int c = 0; c < channels; c++) {
            double m = gate[c] / images;
            deviations[c] = Math.sqrt(Math.max(0, gateSquared[c] / images - m * m));
        }
        return deviations;
    }

    /** Of each channel the constant that brings {@code c x} nearest to {@code g x}: least squares over images and places. */
    double[] factors() {
        double[] factors = new double[channels];
        for (int c = 0; c < channels; c++) {
            // a channel that is always 0 has no least squares
            factors[c] = energy[c] > 0 ? gateEnergy[c] / energy[c] : gate[c] / images;
        }
        return factors;
    }
}
