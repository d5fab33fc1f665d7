package io.reparam.fold.eval;

import java.util.Arrays;

/**
 * Conv in one or two spatial dimensions, any groups, strides, dilations and padding. Shapes: x {@code [N, C, (H,) W]}, W
 * {@code [outC, C/G, (kH,) kW]}, b {@code [outC]}. One dimension is two with height 1.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX Conv</a>
 */
final class ConvEvaluator implements NodeFunction {
    @Override
    public NdArray apply(EvaluatedNode call) {
        NdArray x = call.in(0);
        if (x.rank() != 3 && x.rank() != 4) {
            throw new UnsupportedOperationException("Conv is computed in 1 and 2 dimensions, not " + (x.rank() - 2));
        }
        boolean flat = x.rank() == 3;
        NdArray image = flat ? x.reshaped(x.dims()[0], x.dims()[1], 1, x.dims()[2]) : x;
        NdArray w = call.in(1);
        NdArray weight = flat ? w.reshaped(w.dims()[0], w.dims()[1], 1, w.dims()[2]) : w;
        Window rows = flat ? Window.NONE : Window.of(call, 0, image.dim(2), weight.dim(2), 2);
        Window columns = Window.of(call, flat ? 0 : 1, image.dim(3), weight.dim(3), flat ? 1 : 2);
        int groups = (int) call.attributes().getInt("group", 1);
        double[] bias = call.optional(2).map(NdArray::values).orElse(new double[weight.dim(0)]);
        double[] out = convolve(image, weight, bias, groups, rows, columns);
        long[] dims = {x.dims()[0], w.dims()[0], rows.out(), columns.out()};
        long[] flatDims = {dims[0], dims[1], dims[3]};
        return new NdArray(x.type(), flat ? flatDims : dims, out);
    }

    private static double[] convolve(
            NdArray image, NdArray weight, double[] bias, int groups, Window rows, Window columns) {
        int height = image.dim(2);
        int width = image.dim(3);
        int outC = weight.dim(0);
        int inPerGroup = weight.dim(1);
        int kH = weight.dim(2);
        int kW = weight.dim(3);
        double[] out = new double[image.dim(0) * outC * rows.out() * columns.out()];
        int at = 0;
        for (int n = 0; n < image.dim(0); n++) {
            for (int o = 0; o < outC; o++) {
                int firstIn = o / (outC / groups) * inPerGroup;
                for (int y = 0; y < rows.out(); y++) {
                    for (int x = 0; x < columns.out(); x++) {
                        double sum = bias[o];
                        for (int i = 0; i < inPerGroup; i++) {
                            int plane = (n * image.dim(1) + firstIn + i) * height;
                            for (int r = 0; r < kH; r++) {
                                int row = rows.position(y, r);
                                if (row < 0 || row >= height) {
                                    continue;
                                }
                                for (int c = 0; c < kW; c++) {
                                    int column = columns.position(x, c);
                                    if (column >= 0 && column < width) {
                                        sum += image.values()[(plane + row) * width + column]
                                                * weight.values()[((o * inPerGroup + i) * kH + r) * kW + c];
                                    }
                                }
                            }
                        }
                        out[at++] = sum;
                    }
                }
            }
        }
        return out;
    }

    /** How the kernel moves along one axis. */
    private record Window(int out, int stride, int dilation, int before) {
        static final Window NONE = new Window(1, 1, 1, 0);

        /** @param axis among the spatial ones, of which there are {@code axes} */
        static Window of(EvaluatedNode call, int axis, int size, int kernel, int axes) {
            int stride = (int) call.ints("strides").map(s -> s[axis]).orElse(1L).longValue();
            int dilation =
                    (int) call.ints("dilations").map(d -> d[axis]).orElse(1L).longValue();
            long[] pads = call.ints("pads").orElse(new long[2 * axes]);
            int extent = (kernel - 1) * dilation + 1;
            int before = (int) pads[axis];
            int after = (int) pads[axes + axis];
            String autoPad = call.attributes().getText("auto_pad", "NOTSET");
            switch (autoPad) {
                case "NOTSET" -> {}
                case "VALID" -> {
                    before = 0;
                    after = 0;
                }
                case "SAME_UPPER", "SAME_LOWER" -> {
                    int outSize = (size + stride - 1) / stride;
                    int total = Math.max(0, (outSize - 1) * stride + extent - size);
                    before = autoPad.equals("SAME_UPPER") ? total / 2 : (total + 1) / 2;
                    after = total - before;
                }
                default -> throw new UnsupportedOperationException("auto_pad " + autoPad + " is unknown");
            }
            int out = (size + before + after - extent) / stride + 1;
            if (out < 1) {
                throw new UnsupportedOperationException(
                        "pads " + Arrays.toString(pads) + " leave no output of " + size + " elements");
            }
            return new Window(out, stride, dilation, before);
        }

        int position(int outIndex, int tap) {
            return outIndex * stride - before + tap * dilation;
        }
    }
}
