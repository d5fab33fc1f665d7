package io.reparam.data.corruption;

import io.reparam.image.ImagePool;
import io.reparam.image.RgbImage;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Four of CIFAR-10-C's corruptions in its five strengths. They are computed here, in Java alone: the same seed gives the same
 * images on every machine.
 *
 * @see <a href="https://arxiv.org/abs/1903.12261">Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common
 *     Corruptions and Perturbations</a>
 */
public enum Corruption {
    /** Gaussian noise on every value; its deviation on the scale 0 to 1. */
    NOISE(0.04, 0.06, 0.08, 0.09, 0.10) {
        @Override
        RgbImage apply(RgbImage image, double deviation, Random random) {
            byte[] noisy = new byte[image.rgb().length];
            for (int i = 0; i < noisy.length; i++) {
                noisy[i] = rounded((image.rgb()[i] & 0xff) + 255 * deviation * random.nextGaussian());
            }
            return new RgbImage(image.width(), image.height(), noisy);
        }
    },
    /** A Gaussian blur; its deviation in pixels of an image whose shorter side has 32. */
    BLUR(0.4, 0.6, 0.7, 0.8, 1.0) {
        @Override
        RgbImage apply(RgbImage image, double deviation, Random random) {
            return GaussianBlur.of(image, deviation * Math.min(image.width(), image.height()) / 32);
        }
    },
    /** The distance of each value from its channel's mean, of which a share is left. */
    CONTRAST(0.75, 0.5, 0.4, 0.3, 0.15) {
        @Override
        RgbImage apply(RgbImage image, double share, Random random) {
            byte[] rgb = image.rgb();
            double[] mean = new double[3];
            for (int i = 0; i < rgb.length; i++) {
                mean[i % 3] += (rgb[i] & 0xff) * 3.0 / rgb.length;
            }
            byte[] flat = new byte[rgb.length];
            for (int i = 0; i < rgb.length; i++) {
                flat[i] = rounded(mean[i % 3] + share * ((rgb[i] & 0xff) - mean[i % 3]));
            }
            return new RgbImage(image.width(), image.height(), flat);
        }
    },
    /** The loss of JPEG; its quality, 1 to 100. */
    JPEG(80, 65, 58, 50, 40) {
        @Override
        RgbImage apply(RgbImage image, double quality, Random random) {
            return JpegLoss.of(image, (int) quality);
        }
    };

    /** How many strengths there are; the first is the weakest. */
    public static final int STRENGTHS = 5;

    private final double[] levels;

    Corruption(double... levels) {
        this.levels = levels;
    }

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Some images, corrupted when they are asked for.
     *
     * @param strength 1 to {@link #STRENGTHS}
     */
    public ImagePool of(ImagePool images, int strength, long seed) {
        return new ImagePool(
                images.size(), images.labels(), index -> of(images.image(index), strength, seed + 1_000_003L * index));
    }

    /** One image; the given one stays as it is. */
    RgbImage of(RgbImage image, int strength, long seed) {
        return apply(image, levels[strength - 1], new Random(new SplittableRandom(seed).nextLong()));
    }

    abstract RgbImage apply(RgbImage image, double level, Random random);

    static byte rounded(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
