package io.reparam.artifact;

/**
 * Separable resampling with a filter that widens when the image shrinks. First rows, then columns, with 8-bit values between
 * the two passes and integer weights: the order and the rounding of Pillow, so that the results are the same.
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">Pillow's filters</a>
 */
final class Resampler {
    private Resampler() {}

    /**
     * The crop that starts at (left, top) of the image resized to width x height.
     *
     * @return {@code [spec.height][spec.width][3]}
     */
    static byte[] resample(RgbImage image, int width, int height, int left, int top, PreprocessSpec spec) {
        Taps columns = Taps.of(image.width(), width, left, spec.width(), spec.interpolation());
        Taps rows = Taps.of(image.height(), height, top, spec.height(), spec.interpolation());
        int firstRow = rows.first[0];

        byte[] narrow = new byte[(rows.end() - firstRow) * spec.width() * 3];
        for (int y = firstRow; y < rows.end(); y++) {
            columns.apply(image.rgb(), y * image.width() * 3, 3, narrow, (y - firstRow) * spec.width() * 3, 3);
        }
        byte[] out = new byte[spec.height() * spec.width() * 3];
        int rowBytes = spec.width() * 3;
        for (int x = 0; x < spec.width(); x++) {
            rows.apply(narrow, x * 3 - firstRow * rowBytes, rowBytes, out, x * 3, rowBytes);
        }
        return out;
    }

    /**
     * For each output pixel of a line: the first input pixel it reads, and the weights of that one and those behind it, in units
     * of 2^-22, which sum to 1 but for rounding.
     */
    private record Taps(int[] first, int[][] weights) {
        private static final int BITS = 22;
        private static final int HALF = 1 << (BITS - 1);

        static Taps of(int inSize, int outSize, int from, int length, Interpolation filter) {
            double scale = (double) inSize / outSize;
            double stretch = Math.max(scale, 1);
            double support = filter.support * stretch;
            int[] first = new int[length];
            int[][] weights = new int[length][];
            for (int i = 0; i < length; i++) {
                double centre = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - support + 0.5));
                double[] exact = new double[Math.min(inSize, (int) (centre + support + 0.5)) - first[i]];
                double sum = 0;
                for (int k = 0; k < exact.length; k++) {
                    exact[k] = filter.weight((first[i] + k - centre + 0.5) / stretch);
                    sum += exact[k];
                }
                weights[i] = new int[exact.length];
                for (int k = 0; k < exact.length; k++) {
                    weights[i][k] = (int) Math.round(exact[k] / sum * (1 << BITS));
                }
            }
            return new Taps(first, weights);
        }

        int end() {
            return first[first.length - 1] + weights[weights.length - 1].length;
        }

        /** Filters one line of three channels; offsets and steps are in bytes. */
        void apply(byte[] in, int inAt, int inStep, byte[] out, int outAt, int outStep) {
            for (int i = 0; i < first.length; i++, outAt += outStep) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int at = inAt + first[i] * inStep;
                for (int weight : weights[i]) {
                    red += weight * (in[at] & 0xff);
                    green += weight * (in[at + 1] & 0xff);
                    blue += weight * (in[at + 2] & 0xff);
                    at += inStep;
                }
                out[outAt] = clip(red);
                out[outAt + 1] = clip(green);
                out[outAt + 2] = clip(blue);
            }
        }

        /** A bicubic filter overshoots: at most 1.3 x 255, which an int of these units holds. */
        private static byte clip(int sum) {
            return (byte) Math.max(0, Math.min(255, sum >> BITS));
        }
    }
}
