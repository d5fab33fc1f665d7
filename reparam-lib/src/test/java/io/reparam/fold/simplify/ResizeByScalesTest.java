package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeByScalesTest {
    private static final Attributes LINEAR = Attributes.none().withText("mode", "linear");

    /** As PyTorch's exporters write an interpolation to a size, where the batch is free. */
    private static SmallNet resized(int opset, int from, int to, Attributes attributes) {
        SmallNet net = SmallNet.image(4, from);
        net.builder().opset(opset);
        net.node("Shape", "shape", "x");
        net.builder().initializer("zero", new long[] {1}, new long[] {0});
        net.builder().initializer("two", new long[] {1}, new long[] {2});
        net.node("Slice", "head", "shape", "zero", "two", "zero");
        net.builder().initializer("to", new long[] {2}, new long[] {to, to});
        net.builder().node("Concat", "sizes", Attributes.none().withInt("axis", 0), "head", "to");
        net.builder().node("Resize", "y", attributes, "x", "", "", "sizes");
        return net;
    }

    @ParameterizedTest
    @CsvSource({"3, 6", "4, 9", "7, 14", "8, 2", "5, 5"})
    void sizes_becomeScales(int from, int to) {
        FoldTester folded = FoldTester.fold(resized(13, from, to, LINEAR).build())
                .fired("ResizeByScales", 1)
                .leaves("Resize")
                .sameNumbers(0);
        assertThat(folded.graph().nodes().get(0).inputs()).hasSize(3);
    }

    /** 3 * (10 / 3) is below 10 in 64 bits. */
    @Test
    void sizesThatScalesDoNotGive_areThoseOfTheAxes() {
        FoldTester.fold(resized(18, 3, 10, LINEAR).build())
                .fired("ResizeByScales", 1)
                .leaves("Resize")
                .sameNumbers(0);
        FoldTester.fold(resized(17, 3, 10, LINEAR).build()).fired("ResizeByScales", 0);
    }

    @Test
    void freeHeight_stays() {
        SmallNet net = SmallNet.rows("N", 4, "H", 6);
        net.node("Shape", "shape", "x");
        net.builder().initializer("zero", new long[] {1}, new long[] {0});
        net.builder().initializer("two", new long[] {1}, new long[] {2});
        net.node("Slice", "head", "shape", "zero", "two", "zero");
        net.builder().initializer("to", new long[] {2}, new long[] {8, 8});
        net.builder().node("Concat", "sizes", Attributes.none().withInt("axis", 0), "head", "to");
        net.builder().node("Resize", "y", LINEAR, "x", "", "", "sizes");
        FoldTester.fold(net.build()).fired("ResizeByScales", 0);
    }

    @Test
    void keptAspectRatio_stays() {
        Attributes kept = LINEAR.withText("keep_aspect_ratio_policy", "not_larger");
        FoldTester.fold(resized(18, 4, 8, kept).build()).fired("ResizeByScales", 0);
    }
}
