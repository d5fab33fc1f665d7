package io.reparam.artifact;

/**
 * Separable resampling with a filter that widens when the image shrinks. First rows, then columns, with 8-bit values between
 * the two passes and integer weights: the order and the rounding of Pillow, so that the results are the same.
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">Pillow's filters</a>
 */
final class Resampler implements LineSink {
    private final Taps columns;
    private final Taps rows;
    private final int low;
    private final int high;
    private final int lineBytes;
    private final byte[] narrow;

    Resampler(Taps columns, Taps rows) {
        this.columns = columns;
        this.rows = rows;
        low = rows.low();
        high = rows.high();
        lineBytes = columns.length() * 3;
        narrow = new byte[(high - low) * lineBytes];
    }

    /**
     * The crop that starts at (left, top) of the image resized to width x height.
     *
     * @param columns of the crop
     * @return {@code [spec.height][columns][3]}
     */
    static byte[] resample(RgbImage image, int width, int height, int left, int top, int columns, PreprocessSpec spec) {
        Resampler resampler = new Resampler(
                Taps.of(image.width(), width, left, columns, spec.interpolation()),
                Taps.of(image.height(), height, top, spec.height(), spec.interpolation()));
        for (int y = resampler.low; y < resampler.high; y++) {
            resampler.line(y, image.rgb(), y * image.width() * 3);
        }
        return resampler.result();
    }

    @Override
    public void line(int y, byte[] rgb, int at) {
        if (y >= low && y < high) {
            columns.apply(rgb, at, 3, narrow, (y - low) * lineBytes, 3);
        }
    }

    @Override
    public byte[] result() {
        byte[] out = new byte[rows.length() * lineBytes];
        for (int x = 0; x < lineBytes; x += 3) {
            rows.apply(narrow, x - low * lineBytes, lineBytes, out, x, lineBytes);
        }
        return out;
    }
}
