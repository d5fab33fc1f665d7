package io.reparam.data.lines;

import io.reparam.image.RgbImage;
import java.util.Arrays;
import java.util.Random;

/** An image under work: {@code [3][height][width]}, 0 to 255, not rounded. */
final class PlanarImage {
    private final int width;
    private final int height;
    private final float[][] planes;

    PlanarImage(int width, int height) {
        this.width = width;
        this.height = height;
        planes = new float[3][width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    float[] plane(int channel) {
        return planes[channel];
    }

    /** The colour of the pixels that are covered, each as much as it is. */
    float[] mean(float[] share) {
        float[] mean = new float[3];
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            double covered = 0;
            for (int i = 0; i < share.length; i++) {
                sum += share[i] * planes[c][i];
                covered += share[i];
            }
            mean[c] = (float) (sum / covered);
        }
        return mean;
    }

    /** Makes a negative. */
    void invert() {
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = 255 - plane[i];
            }
        }
    }

    /** Lays a colour over the image, by so much at each pixel. */
    void paint(float[] share, float[] colour) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < share.length; i++) {
                float s = Math.min(1, share[i]);
                planes[c][i] += s * (colour[c] - planes[c][i]);
            }
        }
    }

    /** By a Gaussian of this deviation in pixels; the border is repeated. */
    void blur(double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += StrictMath.exp(-i * i / (2 * deviation * deviation));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (StrictMath.exp(-i * i / (2 * deviation * deviation)) / sum);
        }
        for (float[] plane : planes) {
            for (int y = 0; y < height; y++) {
                line(plane, y * width, 1, width, kernel);
            }
            for (int x = 0; x < width; x++) {
                line(plane, x, width, height, kernel);
            }
        }
    }

    private static void line(float[] plane, int start, int step, int length, float[] kernel) {
        float[] before = new float[length];
        for (int i = 0; i < length; i++) {
            before[i] = plane[start + i * step];
        }
        int radius = kernel.length / 2;
        for (int i = 0; i < length; i++) {
            float sum = 0;
            for (int k = -radius; k <= radius; k++) {
                sum += kernel[k + radius] * before[Math.max(0, Math.min(length - 1, i + k))];
            }
            plane[start + i * step] = sum;
        }
    }

    /** Adds Gaussian noise, each value its own. */
    void addNoise(double deviation, Random random) {
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] += (float) (deviation * random.nextGaussian());
            }
        }
    }

    void fill(float[] colour) {
        for (int c = 0; c < 3; c++) {
            Arrays.fill(planes[c], colour[c]);
        }
    }

    /** Rounded, and cut off at 0 and 255. */
    RgbImage image() {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(planes[i % 3][i / 3])));
        }
        return new RgbImage(width, height, rgb);
    }
}
