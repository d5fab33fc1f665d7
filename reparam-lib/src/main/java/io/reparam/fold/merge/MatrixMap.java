package io.reparam.fold.merge;

import io.reparam.fold.layer.Affine;
import java.util.stream.IntStream;

/**
 * {@code y = x W + b} for rows x, in float64. The arrays are not changed after construction.
 *
 * @param rows K
 * @param columns N
 * @param weights {@code [K,N]}
 * @param bias {@code [N]}
 */
record MatrixMap(int rows, int columns, double[] weights, double[] bias) {
    static MatrixMap identity(int size) {
        double[] shifts = new double[size];
        return diagonal(Affine.shift(1, shifts));
    }

    static MatrixMap diagonal(Affine a) {
        int size = a.factors().length;
        double[] weights = new double[size * size];
        IntStream.range(0, size).forEach(i -> weights[i * size + i] = a.factors()[i]);
        return new MatrixMap(size, size, weights, a.shifts());
    }

    /** {@code next(this(x))}. */
    MatrixMap then(MatrixMap next) {
        double[] shift = next.product(bias, 1);
        IntStream.range(0, shift.length).forEach(n -> shift[n] += next.bias[n]);
        return new MatrixMap(rows, next.columns, next.product(weights, rows), shift);
    }

    MatrixMap plus(MatrixMap other, int sign) {
        return new MatrixMap(rows, columns, sum(weights, other.weights, sign), sum(bias, other.bias, sign));
    }

    boolean shifts() {
        return IntStream.range(0, columns).anyMatch(n -> bias[n] != 0);
    }

    private double[] product(double[] left, int height) {
        double[] out = new double[height * columns];
        for (int r = 0; r < height; r++) {
            for (int k = 0; k < rows; k++) {
                double factor = left[r * rows + k];
                for (int n = 0; n < columns && factor != 0; n++) {
                    out[r * columns + n] += factor * weights[k * columns + n];
                }
            }
        }
        return out;
    }

    private static double[] sum(double[] a, double[] b, int sign) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + sign * b[i]).toArray();
    }
}
