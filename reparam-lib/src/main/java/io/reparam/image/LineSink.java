package io.reparam.image;

/** Makes an image from the lines of another one, which need not be held. */
public interface LineSink {
    /**
     * Takes one line. Lines come from the top down; they may all come again, better each time, and the last time counts.
     *
     * @param rgb not kept
     * @param at where the line starts in rgb
     */
    void line(int y, byte[] rgb, int at);

    /**
     * The same of a line as native decoders give it.
     *
     * @param words a pixel each, red uppermost; not kept
     */
    void line(int y, int[] words);

    /** What the lines have made. */
    RgbImage result();

    /**
     * Makes what a net sees of an image: upright, resized, cropped. {@link ImageTensorizer} takes it as it is.
     *
     * @param width of the image, as stored
     * @param height of the image, as stored
     * @param scale how many times smaller its decoder makes each side, rounded up: so large are the lines, so many are there
     * @param spec that resizes it and does not pad it
     */
    static LineSink of(int width, int height, int scale, Orientation orientation, PreprocessSpec spec) {
        boolean turned = orientation.transposed();
        int across = turned ? height : width;
        int down = turned ? width : height;
        Resized resized = Resized.of(across, down, spec);
        int left = (resized.width() - spec.width()) / 2;
        int top = (resized.height() - spec.height()) / 2;
        int linesAcross = (across + scale - 1) / scale;
        int linesDown = (down + scale - 1) / scale;
        // what the net does not see is never computed
        Taps columns = Taps.of(
                linesAcross, (double) across / scale, resized.width(), left, spec.width(), spec.interpolation());
        Taps rows =
                Taps.of(linesDown, (double) down / scale, resized.height(), top, spec.height(), spec.interpolation());
        if (orientation.mirrored()) {
            columns = columns.mirrored(linesAcross);
        }
        if (orientation.flipped()) {
            rows = rows.mirrored(linesDown);
        }
        return turned ? new TransposedResampler(columns, rows) : new Resampler(columns, rows);
    }

    /**
     * Bytes that it takes at most, with what it makes.
     *
     * @param lineLength pixels
     * @param lines how many there are
     */
    static long bytes(int lineLength, int lines, Orientation orientation, PreprocessSpec spec) {
        boolean turned = orientation.transposed();
        int across = turned ? lines : lineLength;
        int down = turned ? lineLength : lines;
        Resized resized = Resized.of(across, down, spec);
        // an output reads so many pixels, as the filter's support on both sides says
        double each = 2 * spec.interpolation().support;
        double eachAcross = each * Math.max(1, (double) across / resized.width()) + 2;
        double eachDown = each * Math.max(1, (double) down / resized.height()) + 2;
        double readAcross = Math.min(across, (double) spec.width() * across / resized.width() + eachAcross);
        double readDown = Math.min(down, (double) spec.height() * down / resized.height() + eachDown);
        double weights = spec.width() * (100 + 4 * eachAcross) + spec.height() * (100 + 4 * eachDown);
        double underWay = turned ? readDown * (12 * each + 36) : 24 * readAcross + 12 * spec.width() * eachDown;
        return (long) (3.0 * spec.width() * (spec.height() + readDown) + weights + underWay);
    }
}
