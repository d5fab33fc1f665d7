package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The attention values of one place over many images.
 *
 * @param path of the attention in the net
 * @param values {@code [images][channels]}
 * @param means {@code [channels]} over the images
 * @param deviations {@code [channels]}, standard deviation over the images
 * @param meanDeviation over the channels
 * @param clarity share of the values' variance that lies between the channels: 1 where every image has the same values, which are
 *     stripes without a flaw; 0 where the channels differ by nothing but images
 */
public record Stripes(
        String path,
        @JsonIgnore float[][] values,
        float[] means,
        float[] deviations,
        double meanDeviation,
        double clarity) {

    static Stripes of(String path, float[][] values) {
        int channels = values[0].length;
        float[] means = new float[channels];
        float[] deviations = new float[channels];
        double sum = 0;
        double within = 0;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (float[] image : values) {
                mean += image[c] / (double) values.length;
            }
            double variance = 0;
            for (float[] image : values) {
                variance += (image[c] - mean) * (image[c] - mean) / values.length;
            }
            means[c] = (float) mean;
            deviations[c] = (float) Math.sqrt(variance);
            sum += deviations[c];
            within += variance / channels;
        }
        double between = variance(means);
        double clarity = between + within == 0 ? 1 : between / (between + within);
        return new Stripes(path, values, means, deviations, sum / channels, clarity);
    }

    private static double variance(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return variance;
    }

    /** The largest value, above 0. */
    float highest() {
        float highest = Float.MIN_NORMAL;
        for (float[] image : values) {
            for (float value : image) {
                highest = Math.max(highest, value);
            }
        }
        return highest;
    }
}
