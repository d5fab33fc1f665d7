package io.reparam.calibrate;

import io.reparam.ort.FloatTensor;

/**
 * The numbers of an image as one row, where an output has them along one axis and all its other axes are 1: {@code [N, K, 1, 1]} of
 * a last convolution or pooling, {@code [N, 1, 1, K]} of a net with channels last.
 */
final class RowForm {
    private RowForm() {}

    /**
     * Whether an output is such a row by its form. Of {@code [N, K, 1]}, which may be K places of one number each, only the values
     * tell.
     */
    static boolean is(FloatTensor output, int images) {
        long[] shape = output.shape();
        return fits(output, images) && (shape.length != 3 || shape[1] == 1);
    }

    /** Whether an output can be read as a row an image. */
    static boolean fits(FloatTensor output, int images) {
        long[] shape = output.shape();
        int wide = 0;
        for (int i = 1; i < shape.length; i++) {
            wide += shape[i] > 1 ? 1 : 0;
        }
        return shape.length > 1 && shape[0] == images && wide <= 1;
    }

    /** {@code [N, K]}. */
    static FloatTensor of(FloatTensor output) {
        long images = output.shape()[0];
        return new FloatTensor(new long[] {images, output.data().capacity() / images}, output.data());
    }
}
