package io.reparam.artifact;

import org.jspecify.annotations.Nullable;

/**
 * Receives the lines of an image as it is decoded, and makes the upright image of them: only what the net
 * sees, resized at once, where a net is named and the image has another size than it; as a whole otherwise. {@link ImageTensorizer} makes the same of both, to the last bit. Belongs to one thread.
 */
final class Canvas {
    private final int width;
    private final int height;
    private final Orientation orientation;
    private final DecodeBudget budget;
    private final @Nullable LineSink small;
    private final Resized size;
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
        boolean turned = orientation.transposed();
        if (spec != null && isResized(turned ? height : width, turned ? width : height, spec)) {
            Resized resized = turned
                    ? Resized.of(image.height(), image.width(), spec)
                    : Resized.of(image.width(), image.height(), spec);
            // what the net does not see is never computed
            size = new Resized(spec.width(), spec.height());
            small = sink(
                    (double) image.width() / scale,
                    (double) image.height() / scale,
                    resized,
                    spec.interpolation());
            whole = new byte[0];
        } else {
            size = turned ? new Resized(height, width) : new Resized(width, height);
            small = null;
            whole = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        }
    }

    /** Whether an image of this size has at least twice what the net needs. */
    static boolean isMuchLarger(int width, int height, PreprocessSpec spec) {
        return Math.min(width, height) / 2 >= spec.shorterSide();
    }

    /** Whether lines are resized as they come; what is padded is not, nor what has its size already. */
    private static boolean isResized(int width, int height, PreprocessSpec spec) {
        return spec.fit() != Fit.PAD && !Resized.of(width, height, spec).equals(new Resized(width, height));
    }

    /** Bytes that a canvas of this size takes, with its result. */
    static long bytes(int width, int height, Orientation orientation, @Nullable PreprocessSpec spec) {
        long pixels = (long) width * height;
        boolean turned = orientation.transposed();
        if (spec == null || !isResized(turned ? height : width, turned ? width : height, spec)) {
            return 3 * pixels * (orientation.equals(Orientation.UPRIGHT) ? 1 : 2);
        }
        long kept = 3L * (turned ? spec.width() * (long) width : spec.width() * (long) height);
        // taps of both axes, the line or the pair under way, and of turned images the sums of some more
        long taps = 24L * (width + height) + (turned ? 24L * width + 48L * width : 24L * width);
        return kept + taps + 3L * spec.width() * spec.height();
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
        return small != null
                ? new RgbImage(size.width(), size.height(), small.result())
                : orientation.apply(new RgbImage(width, height, whole));
    }

    /** A side that a decoder makes so many times smaller. */
    static int shrunk(int side, int scale) {
        return (side + scale - 1) / scale;
    }

    /**
     * @param across pixels of a line that are image; the last may be partly
     * @param down lines that are image
     * @param resized of which the net sees the centre
     */
    private LineSink sink(double across, double down, Resized resized, Interpolation interpolation) {
        boolean turned = orientation.transposed();
        int uprightWidth = turned ? height : width;
        int uprightHeight = turned ? width : height;
        int left = (resized.width() - size.width()) / 2;
        int top = (resized.height() - size.height()) / 2;
        Taps columns =
                Taps.of(uprightWidth, turned ? down : across, resized.width(), left, size.width(), interpolation);
        Taps rows = Taps.of(uprightHeight, turned ? across : down, resized.height(), top, size.height(), interpolation);
        if (orientation.mirrored()) {
            columns = columns.mirrored(uprightWidth);
        }
        if (orientation.flipped()) {
            rows = rows.mirrored(uprightHeight);
        }
        return turned ? new TransposedResampler(columns, rows) : new Resampler(columns, rows);
    }
}
