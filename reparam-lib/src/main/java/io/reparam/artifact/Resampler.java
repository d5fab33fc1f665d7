package io.reparam.artifact;

/**
 * Separable resampling with a filter that widens when the image shrinks. First rows, then columns, with 8-bit values between
 * the two passes: the order and the rounding of Pillow, with which it is compared.
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
        int lastRow = rows.first[spec.height() - 1] + rows.count[spec.height() - 1];

        byte[] narrow = new byte[(lastRow - firstRow) * spec.width() * 3];
        for (int y = firstRow; y < lastRow; y++) {
            columns.apply(image.rgb(), y * image.width() * 3, 3, narrow, (y - firstRow) * spec.width() * 3, 3);
        }
        byte[] out = new byte[spec.height() * spec.width() * 3];
        int rowBytes = spec.width() * 3;
        for (int x = 0; x < spec.width(); x++) {
            rows.apply(narrow, x * 3 - firstRow * rowBytes, rowBytes, out, x * 3, rowBytes);
        }
        return out;
    }

    /** For each output pixel of a line: the first input pixel it reads, how many, and their weights, which sum to 1. */
    private record Taps(int[] first, int[] count, double[][] weights) {

        static Taps of(int inSize, int outSize, int from, int length, Interpolation filter) {
            double scale = (double) inSize / outSize;
            double stretch = Math.max(scale, 1);
            double support = filter.support * stretch;
            int[] first = new int[length];
            int[] count = new int[length];
            double[][] weights = new double[length][];
            for (int i = 0; i < length; i++) {
                double centre = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - support + 0.5));
                count[i] = Math.min(inSize, (int) (centre + support + 0.5)) - first[i];
                weights[i] = new double[count[i]];
                double sum = 0;
                for (int k = 0; k < count[i]; k++) {
                    weights[i][k] = filter.weight((first[i] + k - centre + 0.5) / stretch);
                    sum += weights[i][k];
                }
                for (int k = 0; k < count[i]; k++) {
                    weights[i][k] /= sum;
                }
            }
            return new Taps(first, count, weights);
        }

        /** Filters one line of three channels; offsets and steps are in bytes. */
        void apply(byte[] in, int inAt, int inStep, byte[] out, int outAt, int outStep) {
            for (int i = 0; i < first.length; i++) {
                double[] w = weights[i];
                for (int c = 0; c < 3; c++) {
                    int at = inAt + first[i] * inStep + c;
                    double sum = 0.5;
                    for (int k = 0; k < w.length; k++, at += inStep) {
                        sum += w[k] * (in[at] & 0xff);
                    }
                    out[outAt + i * outStep + c] = (byte) Math.max(0, Math.min(255, (int) Math.floor(sum)));
                }
            }
        }
    }
}
