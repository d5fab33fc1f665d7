package io.reparam.data;

import io.reparam.artifact.RgbImage;
import java.util.random.RandomGenerator;

/**
 * The augmentation of large photographs: a random square of some share of the area, and a horizontal flip of every second image.
 * The square is resized afterwards.
 *
 * @param smallest share of the largest square's area, 0.08 in the literature, which also varies the aspect
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy et al., Going Deeper with Convolutions, section 6</a>
 */
record SquareAndFlip(double smallest) implements Warp {

    @Override
    public RgbImage apply(RgbImage image, RandomGenerator random) {
        int shorter = Math.min(image.width(), image.height());
        double share = smallest + (1 - smallest) * random.nextDouble();
        int side = Math.max(1, (int) Math.round(shorter * Math.sqrt(share)));
        int left = random.nextInt(image.width() - side + 1);
        int top = random.nextInt(image.height() - side + 1);
        boolean flip = random.nextBoolean();
        byte[] out = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int to = (y * side + (flip ? side - 1 - x : x)) * 3;
                System.arraycopy(image.rgb(), ((y + top) * image.width() + x + left) * 3, out, to, 3);
            }
        }
        return new RgbImage(side, side, out);
    }
}
