package io.reparam.data;

import io.reparam.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * The augmentation of large photographs: a random window of the net's proportions and some share of the area, and a horizontal flip
 * of every second image. The window is resized afterwards.
 *
 * @param smallest share of the largest window's area, 0.08 in the literature, which also varies the aspect
 * @param size whose proportions the window has
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al., Going Deeper with Convolutions, section 6</a>
 */
record WindowAndFlip(double smallest, ImageSize size) implements ImageTransform {

    @Override
    public RgbImage apply(RgbImage image, RandomGenerator random) {
        double across = (double) size.width() / Math.min(size.height(), size.width());
        double down = (double) size.height() / Math.min(size.height(), size.width());
        double largest = Math.min(image.width() / across, image.height() / down);
        double share = smallest + (1 - smallest) * random.nextDouble();
        int width = side(largest * Math.sqrt(share) * across, image.width());
        int height = side(largest * Math.sqrt(share) * down, image.height());
        int left = random.nextInt(image.width() - width + 1);
        int top = random.nextInt(image.height() - height + 1);
        boolean flip = random.nextBoolean();
        byte[] out = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int to = (y * width + (flip ? width - 1 - x : x)) * 3;
                System.arraycopy(image.rgb(), ((y + top) * image.width() + x + left) * 3, out, to, 3);
            }
        }
        return new RgbImage(width, height, out);
    }

    private static int side(double exact, int most) {
        return (int) Math.max(1, Math.min(most, Math.round(exact)));
    }
}
