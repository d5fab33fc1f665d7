package io.reparam.data.corruption;

import io.reparam.image.RgbImage;

/** Each value becomes the mean of those around it, weighted by a Gaussian, rows first; the border is repeated. */
final class GaussianBlur {
    private GaussianBlur() {}

    /** @param deviation in pixels, above 0 */
    static RgbImage of(RgbImage image, double deviation) {
        double[] kernel = kernel(deviation);
        int width = image.width();
        int height = image.height();
        double[] rows = new double[image.rgb().length];
        double[] line = new double[Math.max(width, height)];
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < 3; c++) {
                for (int x = 0; x < width; x++) {
                    line[x] = image.rgb()[3 * (y * width + x) + c] & 0xff;
                }
                for (int x = 0; x < width; x++) {
                    rows[3 * (y * width + x) + c] = at(line, x, width, kernel);
                }
            }
        }
        byte[] blurred = new byte[rows.length];
        for (int i = 0; i < 3 * width; i++) {
            for (int y = 0; y < height; y++) {
                line[y] = rows[3 * width * y + i];
            }
            for (int y = 0; y < height; y++) {
                blurred[3 * width * y + i] = Corruption.rounded(at(line, y, height, kernel));
            }
        }
        return new RgbImage(width, height, blurred);
    }

    private static double[] kernel(double deviation) {
        int radius = (int) Math.ceil(4 * deviation);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double distance = (i - radius) / deviation;
            kernel[i] = StrictMath.exp(-distance * distance / 2);
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static double at(double[] line, int place, int length, double[] kernel) {
        double sum = 0;
        for (int k = 0; k < kernel.length; k++) {
            int from = place + k - kernel.length / 2;
            sum += kernel[k] * line[Math.max(0, Math.min(length - 1, from))];
        }
        return sum;
    }
}
