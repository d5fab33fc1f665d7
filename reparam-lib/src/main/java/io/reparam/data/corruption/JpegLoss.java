package io.reparam.data.corruption;

import io.reparam.image.RgbImage;

/**
 * What is left of an image after baseline JPEG: luma and chroma at half the resolution, blocks of 8x8 cosines, each rounded to a
 * multiple of its step. Steps are those of the standard's annex K, scaled by the quality as libjpeg does. The coding that follows
 * loses nothing and is left out.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</a>
 */
final class JpegLoss {
    private static final int BLOCK = 8;

    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
                99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                99,
        99, 99, 99, 99, 99, 99
    };

    /** [frequency][position]: orthonormal. */
    private static final double[][] COSINES = cosines();

    private JpegLoss() {}

    /** @param quality 1 to 100 */
    static RgbImage of(RgbImage image, int quality) {
        int width = image.width();
        int height = image.height();
        double[][] planes = new double[3][width * height];
        for (int p = 0; p < width * height; p++) {
            double r = image.rgb()[3 * p] & 0xff;
            double g = image.rgb()[3 * p + 1] & 0xff;
            double b = image.rgb()[3 * p + 2] & 0xff;
            planes[0][p] = Math.rint(0.299 * r + 0.587 * g + 0.114 * b);
            planes[1][p] = Math.rint(-0.168735892 * r - 0.331264108 * g + 0.5 * b + 128);
            planes[2][p] = Math.rint(0.5 * r - 0.418687589 * g - 0.081312411 * b + 128);
        }
        double[] y = rounded(planes[0], width, height, steps(LUMA, quality));
        double[] cb = chroma(planes[1], width, height, quality);
        double[] cr = chroma(planes[2], width, height, quality);
        byte[] rgb = new byte[3 * width * height];
        for (int p = 0; p < width * height; p++) {
            rgb[3 * p] = Corruption.rounded(y[p] + 1.402 * (cr[p] - 128));
            rgb[3 * p + 1] = Corruption.rounded(y[p] - 0.344136286 * (cb[p] - 128) - 0.714136286 * (cr[p] - 128));
            rgb[3 * p + 2] = Corruption.rounded(y[p] + 1.772 * (cb[p] - 128));
        }
        return new RgbImage(width, height, rgb);
    }

    private static int[] steps(int[] table, int quality) {
        int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] steps = new int[table.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.max(1, Math.min(255, (table[i] * scale + 50) / 100));
        }
        return steps;
    }

    /** Means of 2x2 pixels, as most cameras keep it; each stands for its four pixels again. */
    private static double[] chroma(double[] plane, int width, int height, int quality) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        double[] half = new double[halfWidth * halfHeight];
        for (int y = 0; y < halfHeight; y++) {
            for (int x = 0; x < halfWidth; x++) {
                int right = Math.min(width - 1, 2 * x + 1);
                int below = Math.min(height - 1, 2 * y + 1) * width;
                int above = 2 * y * width;
                double sum = plane[above + 2 * x] + plane[above + right] + plane[below + 2 * x] + plane[below + right];
                half[y * halfWidth + x] = Math.rint(sum / 4);
            }
        }
        double[] lost = rounded(half, halfWidth, halfHeight, steps(CHROMA, quality));
        double[] whole = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                whole[y * width + x] = lost[y / 2 * halfWidth + x / 2];
            }
        }
        return whole;
    }

    /** Blocks at the right and lower border are filled up with the last pixel. */
    private static double[] rounded(double[] plane, int width, int height, int[] steps) {
        double[] lost = new double[plane.length];
        double[] block = new double[BLOCK * BLOCK];
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = 0; left < width; left += BLOCK) {
                for (int i = 0; i < block.length; i++) {
                    int y = Math.min(height - 1, top + i / BLOCK);
                    block[i] = plane[y * width + Math.min(width - 1, left + i % BLOCK)] - 128;
                }
                double[] waves = transformed(block, false);
                for (int i = 0; i < waves.length; i++) {
                    waves[i] = Math.rint(waves[i] / steps[i]) * steps[i];
                }
                double[] pixels = transformed(waves, true);
                for (int i = 0; i < pixels.length; i++) {
                    if (top + i / BLOCK < height && left + i % BLOCK < width) {
                        double value = Math.rint(pixels[i] + 128);
                        lost[(top + i / BLOCK) * width + left + i % BLOCK] = Math.max(0, Math.min(255, value));
                    }
                }
            }
        }
        return lost;
    }

    /** The 2-D cosine transform of a block, rows and then columns, or its inverse. */
    private static double[] transformed(double[] block, boolean inverse) {
        double[] rows = new double[block.length];
        double[] both = new double[block.length];
        for (int y = 0; y < BLOCK; y++) {
            for (int to = 0; to < BLOCK; to++) {
                double sum = 0;
                for (int from = 0; from < BLOCK; from++) {
                    sum += block[y * BLOCK + from] * (inverse ? COSINES[from][to] : COSINES[to][from]);
                }
                rows[y * BLOCK + to] = sum;
            }
        }
        for (int x = 0; x < BLOCK; x++) {
            for (int to = 0; to < BLOCK; to++) {
                double sum = 0;
                for (int from = 0; from < BLOCK; from++) {
                    sum += rows[from * BLOCK + x] * (inverse ? COSINES[from][to] : COSINES[to][from]);
                }
                both[to * BLOCK + x] = sum;
            }
        }
        return both;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[BLOCK][BLOCK];
        for (int u = 0; u < BLOCK; u++) {
            for (int x = 0; x < BLOCK; x++) {
                double length = u == 0 ? Math.sqrt(1.0 / BLOCK) : Math.sqrt(2.0 / BLOCK);
                cosines[u][x] = length * StrictMath.cos(Math.PI * (2 * x + 1) * u / (2 * BLOCK));
            }
        }
        return cosines;
    }
}
