package io.reparam.image.decode;

import io.reparam.image.Fit;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.LineSink;
import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Receives the lines of an image as it is decoded, and makes the upright image of them. Where a net is named and has another size, it
 * is only what the net sees, resized at once. Otherwise it is the whole image. {@link ImageTensorizer} makes the same of both, to the
 * last bit. Belongs to one thread.
 */
final class Canvas {
    private final int width;
    private final int height;
    private final Orientation orientation;
    private final DecodeBudget budget;
    private final @Nullable LineSink small;
    private final byte[] whole;

    /** A canvas for an image that is decoded as it is stored. */
    static Canvas of(EncodedImage image, @Nullable PreprocessSpec spec, DecodeBudget budget) {
        return new Canvas(image, 1, spec, budget);
    }

    /** @param scale how many times smaller its decoder makes each side, rounded up */
    Canvas(EncodedImage image, int scale, @Nullable PreprocessSpec spec, DecodeBudget budget) {
        int width = shrunk(image.width(), scale);
        int height = shrunk(image.height(), scale);
        this.width = width;
        this.height = height;
        this.budget = budget;
        orientation = image.orientation();
        if (spec != null && isResized(width, height, orientation, spec)) {
            small = LineSink.of(image.width(), image.height(), scale, orientation, spec);
            whole = new byte[0];
        } else {
            small = null;
            whole = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        }
    }

    /** Whether an image of this size has at least twice what the net needs. */
    static boolean isMuchLarger(int width, int height, PreprocessSpec spec) {
        return Math.min(width, height) / 2 >= spec.shorterSide();
    }

    /** Whether lines are resized as they come; what is padded is not, nor what has its size already. */
    private static boolean isResized(int width, int height, Orientation orientation, PreprocessSpec spec) {
        boolean turned = orientation.transposed();
        return spec.fit() != Fit.PAD && spec.resizes(turned ? height : width, turned ? width : height);
    }

    /** Bytes that a canvas of this size takes, with its result. */
    static long bytes(int width, int height, Orientation orientation, @Nullable PreprocessSpec spec) {
        long pixels = (long) width * height;
        if (spec == null || !isResized(width, height, orientation, spec)) {
            return 3 * pixels * (orientation.equals(Orientation.UPRIGHT) ? 1 : 2);
        }
        return LineSink.bytes(width, height, orientation, spec);
    }

    /**
     * Takes one line: from the top down if the image is turned on its side, in any order otherwise. All may come again.
     *
     * @param rgb not kept
     * @throws ImageDecodeException STOPPED
     */
    void line(int y, byte[] rgb, int at) throws ImageDecodeException {
        budget.spend(3 * width);
        put(y, rgb, at);
    }

    /** {@link #line} where the caller watches the time. */
    void put(int y, byte[] rgb, int at) {
        if (small != null) {
            small.line(y, rgb, at);
        } else {
            System.arraycopy(rgb, at, whole, 3 * y * width, 3 * width);
        }
    }

    /**
     * {@link #line(int, byte[], int)} of pixels as native decoders give them.
     *
     * @param words a pixel each, red uppermost; not kept
     * @throws ImageDecodeException STOPPED
     */
    void line(int y, int[] words) throws ImageDecodeException {
        budget.spend(3 * width);
        if (small != null) {
            small.line(y, words);
            return;
        }
        int to = 3 * y * width;
        for (int x = 0; x < width; x++) {
            int word = words[x];
            whole[to + 3 * x] = (byte) (word >> 24);
            whole[to + 3 * x + 1] = (byte) (word >> 16);
            whole[to + 3 * x + 2] = (byte) (word >> 8);
        }
    }

    /** The image, once all lines have come. */
    RgbImage image() {
        return small != null ? small.result() : orientation.apply(new RgbImage(width, height, whole));
    }

    /** A side that a decoder makes so many times smaller. */
    static int shrunk(int side, int scale) {
        return (side + scale - 1) / scale;
    }
}
