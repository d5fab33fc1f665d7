package io.reparam.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * What is done to training images beyond their {@link ImageTransform}; all off at 0.
 *
 * @param mixup alpha of Beta(alpha, alpha), the share in which two images and their labels are mixed; 0.2 to 1 are usual
 * @param labelSmoothing share of a label's weight that all classes get alike
 * @param erasing how often a rectangle of an image is set to its mean
 * @see <a href="https://arxiv.org/abs/1710.09412">Zhang et al., mixup</a>
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al., Rethinking the Inception Architecture, label smoothing</a>
 * @see <a href="https://arxiv.org/abs/1708.04896">Zhong et al., Random Erasing Data Augmentation</a>
 */
public record Augmentation(double mixup, double labelSmoothing, double erasing) {
    public static final Augmentation NONE = new Augmentation(0, 0, 0);

    /** @throws IllegalArgumentException if a number is out of range */
    public Augmentation {
        if (!(mixup >= 0 && mixup <= 1)) {
            throw new IllegalArgumentException("mixup " + mixup + " must be between 0 and 1");
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("label-smoothing " + labelSmoothing + " must be at least 0 and below 1");
        }
        if (!(erasing >= 0 && erasing <= 1)) {
            throw new IllegalArgumentException("erasing " + erasing + " must be between 0 and 1");
        }
    }

    /** The share of the first image of a pair: Beta(alpha, alpha) by Johnk's method; 1 without mixup. */
    double mixShare(RandomGenerator random) {
        if (mixup == 0) {
            return 1;
        }
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / mixup);
            double y = Math.pow(random.nextDouble(), 1 / mixup);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }

    /** Sets a rectangle of 2 to 33 % of the area, no flatter than 3:10, to 0 in a prepared image {@code [3][height][width]}. */
    void erase(FloatBuffer image, int height, int width, RandomGenerator random) {
        if (erasing == 0 || random.nextDouble() >= erasing) {
            return;
        }
        double area = (0.02 + 0.31 * random.nextDouble()) * height * width;
        double aspect = Math.exp(Math.log(0.3) * (1 - 2 * random.nextDouble()));
        int rows = (int) Math.min(height, Math.max(1, Math.round(Math.sqrt(area * aspect))));
        int columns = (int) Math.min(width, Math.max(1, Math.round(Math.sqrt(area / aspect))));
        int top = random.nextInt(height - rows + 1);
        int left = random.nextInt(width - columns + 1);
        for (int c = 0; c < 3; c++) {
            for (int y = top; y < top + rows; y++) {
                for (int x = left; x < left + columns; x++) {
                    image.put((c * height + y) * width + x, 0);
                }
            }
        }
    }
}
