package io.reparam.data.lines;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.Layout;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * What a line is written on: paper of one colour with soft shades, or a strip out of a photograph, half of them mirrored.
 *
 * @param photographs to take strips from; empty for paper alone
 */
record Backdrop(List<RgbImage> photographs) {
    private static final double OF_PHOTOGRAPHS = 0.4;
    /** Shades are drawn on a grid of this many knots and blended in between. */
    private static final int ROWS = 3;

    private static final int COLUMNS = 7;
    private static final int LARGEST = 768;

    /** A photograph as it is kept: many large ones would not fit into memory. */
    static RgbImage kept(RgbImage photograph) {
        double scale = (double) LARGEST / Math.max(photograph.width(), photograph.height());
        return scale >= 1
                ? photograph
                : resized(photograph, (int) Math.ceil(photograph.width() * scale), (int)
                        Math.ceil(photograph.height() * scale));
    }

    void draw(PlanarImage canvas, Random random) {
        if (!photographs.isEmpty() && random.nextDouble() < OF_PHOTOGRAPHS) {
            strip(canvas, photographs.get(random.nextInt(photographs.size())), random);
        } else {
            paper(canvas, random);
        }
    }

    private static void paper(PlanarImage canvas, Random random) {
        float grey = 20 + 215 * random.nextFloat();
        canvas.fill(new float[] {near(grey, random), near(grey, random), near(grey, random)});
        float depth = 40 * random.nextFloat();
        float[] knots = new float[ROWS * COLUMNS];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = depth * (2 * random.nextFloat() - 1);
        }
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                float shade = between(
                        knots, (ROWS - 1f) * y / (canvas.height() - 1), (COLUMNS - 1f) * x / (canvas.width() - 1));
                for (int c = 0; c < 3; c++) {
                    canvas.plane(c)[y * canvas.width() + x] += shade;
                }
            }
        }
    }

    private static float near(float grey, Random random) {
        return grey + 40 * (random.nextFloat() - 0.5f);
    }

    private static float between(float[] knots, float row, float column) {
        int top = Math.min(ROWS - 2, (int) row);
        int left = Math.min(COLUMNS - 2, (int) column);
        float down = row - top;
        float right = column - left;
        int at = top * COLUMNS + left;
        float above = knots[at] * (1 - right) + knots[at + 1] * right;
        float below = knots[at + COLUMNS] * (1 - right) + knots[at + COLUMNS + 1] * right;
        return above * (1 - down) + below * down;
    }

    private static void strip(PlanarImage canvas, RgbImage photograph, Random random) {
        double largest =
                Math.min((double) photograph.width() / canvas.width(), (double) photograph.height() / canvas.height());
        double scale = largest * (0.3 + 0.7 * random.nextDouble());
        int width = (int) Math.max(1, Math.floor(canvas.width() * scale));
        int height = (int) Math.max(1, Math.floor(canvas.height() * scale));
        int left = random.nextInt(photograph.width() - width + 1);
        int top = random.nextInt(photograph.height() - height + 1);
        byte[] cut = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int from = 3 * ((top + y) * photograph.width() + left);
            System.arraycopy(photograph.rgb(), from, cut, 3 * y * width, 3 * width);
        }
        byte[] resized = resized(new RgbImage(width, height, cut), canvas.width(), canvas.height())
                .rgb();
        boolean mirror = random.nextBoolean();
        boolean upsideDown = random.nextBoolean();
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                int at = canvas.width() * (upsideDown ? canvas.height() - 1 - y : y)
                        + (mirror ? canvas.width() - 1 - x : x);
                for (int c = 0; c < 3; c++) {
                    canvas.plane(c)[y * canvas.width() + x] = faded(resized[3 * at + c] & 0xff);
                }
            }
        }
    }

    /** Half of a photograph's contrast, so that the letters stay readable. */
    private static float faded(int value) {
        return 64 + value / 2f;
    }

    private static RgbImage resized(RgbImage image, int width, int height) {
        PreprocessSpec spec = new PreprocessSpec(
                height,
                width,
                Math.max(height, width),
                Interpolation.BILINEAR,
                List.of(0f, 0f, 0f),
                List.of(1f, 1f, 1f),
                ChannelOrder.RGB,
                Fit.STRETCH,
                Layout.NHWC);
        ByteBuffer bytes = ByteBuffer.allocate(spec.floats());
        new ImageTensorizer(spec).bytes(image, bytes);
        return new RgbImage(width, height, bytes.array());
    }
}
