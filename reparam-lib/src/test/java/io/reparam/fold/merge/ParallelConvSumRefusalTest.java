package io.reparam.fold.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;

class ParallelConvSumRefusalTest {
    private static final Attributes NONE = Attributes.none();
    private static final Attributes PAD1 = pads(1, 1, 1, 1);

    private final SmallNet net = SmallNet.image(4, 7);

    private static Attributes pads(long... pads) {
        return NONE.withInts("pads", pads);
    }

    private FoldTester fold() {
        return FoldTester.fold(net.build(), new ParallelConvSum());
    }

    @Test
    void leave_residualBlock() {
        net.conv("a", "x", 4, 4, 1, true);
        net.node("Relu", "r", "a");
        net.conv("b", "r", 4, 4, 1, true);
        net.node("Add", "y", "b", "x");
        assertThat(fold().nothingFired().report().refusals()).isEmpty();
    }

    @Test
    void leave_sumWithoutConv() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Add", "y", "n", "x");
        assertThat(fold().nothingFired().report().refusals()).isEmpty();
    }

    @Test
    void refuse_lessPaddingThanHalfTheKernel() {
        SmallNet broadcast = SmallNet.image(4, 3);
        broadcast.conv("a", "x", NONE, 4, 4, 3, 3);
        broadcast.node("Add", "y", "a", "x");
        FoldTester.fold(broadcast.build()).nothingFired().refused("not aligned with the others'");
    }

    @Test
    void refuse_otherStride() {
        SmallNet point = SmallNet.image(4, 1);
        point.conv("a", "x", PAD1.withInts("strides", 2, 2), 4, 4, 3, 3);
        point.node("Add", "y", "a", "x");
        FoldTester.fold(point.build()).nothingFired().refused("stride");
    }

    @Test
    void refuse_autoPadWithStride() {
        Attributes form = NONE.withText("auto_pad", "SAME_UPPER").withInts("strides", 2, 2);
        net.conv("a", "x", form, 4, 4, 3, 3);
        net.conv("b", "x", form, 4, 4, 1, 1);
        net.node("Add", "y", "a", "b");
        fold().nothingFired().refused("Conv 'a' has auto_pad SAME_UPPER with stride 2", "export explicit pads");
    }

    @Test
    void refuse_averagePoolThatSkipsPadding() {
        net.conv("a", "x", 4, 4, 1, true);
        net.builder().node("AveragePool", "p", PAD1.withInts("kernel_shape", 3, 3), "x");
        net.node("Add", "y", "a", "p");
        fold().nothingFired().refused("count_include_pad 0");
    }

    @Test
    void refuse_averagePoolOverTheBorder() {
        Attributes form = NONE.withInts("strides", 2, 2);
        net.conv("a", "x", form.withInts("pads", 0, 0, 1, 1), 4, 4, 2, 2);
        net.builder()
                .node("AveragePool", "p", form.withInts("kernel_shape", 2, 2).withInt("ceil_mode", 1), "x");
        net.node("Add", "y", "a", "p");
        fold().nothingFired().refused("ceil_mode 1");
    }

    @Test
    void refuse_depthwiseThatIsLarger() {
        net.conv("a", "x", PAD1.withInt("group", 4), 4, 1, 3, 3);
        net.conv("b", "x", NONE, 4, 4, 1, 1);
        net.node("Add", "y", "a", "b");
        fold().nothingFired()
                .refused(
                        "it would cost 144 multiply-adds and 576 bytes",
                        "as it is it costs 56 multiply-adds and 208 bytes");
    }

    @Test
    void refuse_convReadTwice() {
        net.conv("a", "x", 4, 4, 1, true);
        net.node("Add", "s", "a", "x");
        net.node("Mul", "y", "s", "a");
        fold().nothingFired().refused("Add 's' stays: the output of Conv 'a' is also read elsewhere");
    }

    @Test
    void refuse_oneConvAddedToItself() {
        net.conv("a", "x", 4, 4, 1, true);
        net.node("Add", "y", "a", "a");
        fold().nothingFired().refused("is also read elsewhere");
    }

    @Test
    void refuse_branchIsGraphOutput() {
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", 4, 4, 1, true);
        net.node("Add", "y", "a", "b");
        net.builder().output("b", "N", 4, 7, 7);
        fold().nothingFired().refused("the output of Conv 'b'", "graph output");
    }

    @Test
    void refuse_weightIsInput() {
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", 4, 4, 1, true);
        net.node("Add", "y", "a", "b");
        net.builder().input("b.weight", 4, 4, 3, 3);
        fold().nothingFired().refused("'b.weight', which is not a constant of real numbers");
    }

    @Test
    void refuse_overflow() {
        SmallNet one = SmallNet.image(1, 2);
        one.builder().initializer("w", new long[] {1, 1, 1, 1}, new float[] {3e38f});
        one.node("Conv", "a", "x", "w");
        one.builder().initializer("v", new long[] {1, 1, 1, 1}, new float[] {3.1e38f});
        one.node("Conv", "b", "x", "v");
        one.node("Add", "y", "a", "b");
        FoldTester.fold(one.build()).nothingFired().refused("FLOAT cannot hold");
    }

    @Test
    void refuse_innerShiftBeforePadding() {
        net.conv("a", "x", 4, 4, 1, true);
        net.norm("n", net.conv("p", "x", NONE, 4, 4, 1, 1), 4, 1e-5f);
        net.conv("b", "n", PAD1, 4, 4, 3, 3);
        net.node("Add", "y", "a", "b");
        fold().nothingFired().refused("adds a bias, which the zeros around", "pad before it");
    }
}
