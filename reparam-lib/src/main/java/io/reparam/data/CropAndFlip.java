package io.reparam.data;

import io.reparam.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * The standard augmentation of CIFAR: black padding on every side, a random crop of the original size, and a horizontal flip of
 * every second image.
 *
 * @param padding in pixels, 4 in the literature
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning, section 4.2</a>
 */
public record CropAndFlip(int padding) implements ImageTransform {

    @Override
    public RgbImage apply(RgbImage image, RandomGenerator random) {
        int left = random.nextInt(2 * padding + 1) - padding;
        int top = random.nextInt(2 * padding + 1) - padding;
        boolean flip = random.nextBoolean();
        int width = image.width();
        int height = image.height();
        byte[] out = new byte[image.rgb().length];
        for (int y = Math.max(0, -top); y < Math.min(height, height - top); y++) {
            for (int x = Math.max(0, -left); x < Math.min(width, width - left); x++) {
                int to = (y * width + (flip ? width - 1 - x : x)) * 3;
                System.arraycopy(image.rgb(), ((y + top) * width + x + left) * 3, out, to, 3);
            }
        }
        return new RgbImage(width, height, out);
    }
}
