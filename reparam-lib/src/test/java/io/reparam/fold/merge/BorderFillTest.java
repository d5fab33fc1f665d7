package io.reparam.fold.merge;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diverse Branch Block as PyTorch exports it: the 1x1 comes first, then a Pad whose ring is written over by its bias. */
class BorderFillTest {
    private static final int C = 4;
    private static final Attributes NONE = Attributes.none();

    private final SmallNet net = new SmallNet();
    private final float[] bias = {0.5f, -1, 0.25f, 2};

    private void image(Object height, Object width) {
        net.builder().input("x", "N", C, height, width).output("y", "N", "C", "H2", "W2");
    }

    private String longs(String name, long... values) {
        return net.builder().initializer(name, new long[] {values.length}, values);
    }

    private String point(float[] added) {
        String w = net.normal("point.w", C, C, 1, 1);
        String b = net.builder().initializer("point.b", new long[] {C}, added);
        return net.builder().node("Conv", "point", NONE, "x", w, b);
    }

    private String pad(String input) {
        return net.builder().node("Pad", "pad", NONE, input, longs("pads", 0, 0, 1, 2, 0, 0, 1, 2));
    }

    /** As the exporter with fixed sizes writes it: rows are written in the transposed image. */
    private String fixedRing(String value, int height, int width) {
        String rows = written(value, "r", height, width, 1, 2, 1, 0, 3);
        return written(rows, "c", width, height, 2, 3, 1, 0, 2);
    }

    private String written(String value, String name, int size, int other, int pads, long... perm) {
        String at = net.builder().node("Transpose", name + "t", NONE.withInts("perm", perm), value);
        for (int side = 0; side < 2; side++) {
            long[] where = new long[pads];
            for (int i = 0; i < pads; i++) {
                where[i] = side == 0 ? i : size - pads + i;
            }
            String index = net.builder().initializer(name + "i" + side, new long[] {pads, 1}, where);
            float[] numbers = new float[pads * C * 2 * other];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = bias[i / (2 * other) % C];
            }
            String update = net.builder().initializer(name + "u" + side, new long[] {pads, C, 2, other}, numbers);
            at = net.node("ScatterND", name + "s" + side, at, index, update);
        }
        return net.builder().node("Transpose", name + "b", NONE.withInts("perm", inverse(perm)), at);
    }

    private static long[] inverse(long... perm) {
        long[] inverse = new long[perm.length];
        for (int i = 0; i < perm.length; i++) {
            inverse[(int) perm[i]] = i;
        }
        return inverse;
    }

    private String freeSide(String value, String name, int axis, long from, long to) {
        return new BorderFillGraphs(net, bias).side(value, name, axis, from, to);
    }

    private String freeRing(String value) {
        return new BorderFillGraphs(net, bias).around(value, "ring", 1, 2);
    }

    private FoldTester block(String ring) {
        Attributes wide = NONE.withInts("pads", 1, 2, 1, 2);
        net.convNorm("origin", "x", wide, C, C, 3, 5);
        net.convNorm("chain", ring, NONE, C, C, 3, 5);
        net.node("Relu", "y", net.node("Add", "s", "origin", "chain"));
        return FoldTester.fold(net.build());
    }

    @Test
    void fold_ringOfAFixedSize() {
        net.builder().input("x", 2, C, 6, 7).output("y", 2, C, 6, 7);
        block(fixedRing(pad(point(bias)), 8, 11)).leaves("Conv", "Relu").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"H,W", "9,W", "5,8"})
    void fold_ringOfAFreeSize(String height, String width) {
        image(size(height), size(width));
        block(freeRing(pad(point(bias)))).leaves("Conv", "Relu").sameNumbers(1e-6);
    }

    private static Object size(String text) {
        return Character.isDigit(text.charAt(0)) ? (Object) Integer.parseInt(text) : text;
    }

    @Test
    void fold_averagedBranch() {
        image("H", "W");
        net.convNorm("origin", "x", NONE.withInts("pads", 1, 2, 1, 2), C, C, 3, 5);
        Attributes window = NONE.withInts("kernel_shape", 3, 5).withInt("count_include_pad", 1);
        String pooled = net.builder().node("AveragePool", "pool", window, freeRing(pad(point(bias))));
        net.node("Add", "y", "origin", net.norm("n", pooled, C, 1e-5f));
        FoldTester.fold(net.build()).leaves("Conv").sameNumbers(1e-6);
    }

    @Test
    void refuse_ringOfOtherNumbers() {
        image("H", "W");
        block(freeRing(pad(point(new float[] {0.5f, -1, 0.25f, 2.01f}))))
                .refused(
                        "Add 's' stays",
                        "the ring that is written around Pad 'pad' holds other numbers",
                        "by up to 0.01")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_ringThatLacksASide() {
        image("H", "W");
        String top = freeSide(pad(point(bias)), "top", 2, 0, 1);
        block(freeSide(top, "left", 3, 0, 2))
                .refused("the ring of ScatterND 'left' is not one number a channel around an image that stays")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_ringThatCoversTheImage() {
        image("H", "W");
        block(freeSide(freeRing(pad(point(bias))), "more", 2, 0, 2))
                .refused("the ring of ScatterND 'more' is not one number a channel")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_ringThatIsComputed() {
        image("H", "W");
        net.node("Sigmoid", "g", net.node("GlobalAveragePool", "z", "x"));
        String side = freeSide(pad(point(bias)), "top", 2, 0, 1);
        String shape = net.node("Shape", "sh", side);
        String whole = net.node("Expand", "whole", "g", shape);
        String index =
                net.builder().initializer(Tensor.rounded("i0", ElementType.INT64, new long[] {1, 1}, new double[] {0}));
        String first = net.node("Gather", "first", whole, longs("zero", 0));
        block(net.node("ScatterND", "end", side, index, first))
                .refused("the ring of ScatterND 'end' is not known: it depends on Sigmoid 'g'")
                .sameNumbers(1e-6);
    }
}
