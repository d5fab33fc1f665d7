package io.reparam.fold.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelConvSumTest {
    private static final Attributes NONE = Attributes.none();
    private static final Attributes PAD1 = pads(1, 1, 1, 1);

    private final SmallNet net = SmallNet.image(4, 7);

    private static Attributes pads(long... pads) {
        return NONE.withInts("pads", pads);
    }

    private FoldTester fold() {
        return FoldTester.fold(net.build(), new ParallelConvSum());
    }

    private void folds() {
        fold().fired("ParallelConvSum", 1).leaves("Conv").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,2", "2,2", "4,1"})
    void fold_smallKernelIntoLarge(int groups, int stride) {
        Attributes form = PAD1.withInts("strides", stride, stride).withInt("group", groups);
        net.conv("a", "x", form, 8, 4 / groups, 3, 3);
        net.conv("b", "x", form.without("pads"), 8, 4 / groups, 1, 1);
        net.node("Add", "y", "b", "a");
        folds();
    }

    @Test
    void fold_biasesAddUp() {
        net.conv("a", "x", 4, 4, 2, true);
        net.conv("b", "x", 4, 4, 2, true);
        net.conv("c", "x", 4, 4, 2, false);
        net.node("Sum", "y", "a", "b", "c");
        folds();
    }

    @Test
    void fold_subtraction() {
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", 4, 4, 1, true);
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Sub", "d", "b", "c");
        net.node("Sub", "y", "a", "d");
        FoldTester.fold(net.build(), new ParallelConvSum()).leaves("Conv").sameNumbers(1e-6);
    }

    @Test
    void fold_unevenKernelsAndPads() {
        net.conv("a", "x", pads(2, 1, 2, 2), 4, 4, 5, 4);
        net.conv("b", "x", pads(0, 1, 1, 0), 4, 4, 2, 2);
        net.node("Add", "y", "a", "b");
        folds();
    }

    @Test
    void fold_equalCropping() {
        net.conv("a", "x", pads(1, 0, 1, 0), 4, 4, 3, 3);
        net.conv("b", "x", NONE, 4, 4, 1, 3);
        net.node("Add", "y", "a", "b");
        folds();
    }

    @Test
    void fold_dilatedIntoLarge() {
        net.conv("a", "x", pads(2, 2, 2, 2), 4, 4, 5, 5);
        net.conv("b", "x", pads(2, 2, 2, 2).withInts("dilations", 2, 2), 4, 4, 3, 3);
        net.node("Add", "y", "a", "b");
        Node conv = fold().fired("ParallelConvSum", 1)
                .leaves("Conv")
                .sameNumbers(1e-6)
                .graph()
                .nodes()
                .get(0);
        assertThat(conv.attributes().getInts("kernel_shape")).contains(List.of(5L, 5L));
    }

    @Test
    void fold_keepsCommonDilation() {
        net.conv("a", "x", pads(2, 2, 2, 2).withInts("dilations", 2, 2), 4, 4, 3, 3);
        net.conv("b", "x", NONE, 4, 4, 1, 1);
        net.node("Add", "y", "a", "b");
        Node conv = fold().leaves("Conv").sameNumbers(1e-6).graph().nodes().get(0);
        assertThat(conv.attributes().getInts("kernel_shape")).contains(List.of(3L, 3L));
        assertThat(conv.attributes().getInts("dilations")).contains(List.of(2L, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAME_UPPER", "SAME_LOWER"})
    void fold_autoPad(String mode) {
        net.conv("a", "x", NONE.withText("auto_pad", mode), 4, 4, 4, 3);
        net.conv("b", "x", NONE.withText("auto_pad", mode), 4, 4, 2, 1);
        net.conv("c", "x", NONE.withText("auto_pad", "VALID"), 4, 4, 1, 1);
        net.node("Sum", "y", "a", "b", "c");
        folds();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void fold_inputItself(int groups) {
        net.conv("a", "x", 4, 4, groups, true);
        net.node("Add", "y", "x", "a");
        folds();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void fold_normAndFactorOfTheInput(int groups) {
        net.conv("a", "x", 4, 4, groups, false);
        net.norm("n", "x", 4, 1e-3f);
        net.node("Mul", "m", net.positive("v", 1, 4, 1, 1), "x");
        net.node("Div", "d", "x", net.positive("w", 4, 1, 1));
        net.node("Identity", "i", "x");
        net.node("Sum", "y", "n", "a", "m", "d", "i");
        folds();
    }

    @Test
    void fold_averagePool() {
        net.conv("a", "x", 4, 4, 1, true);
        net.builder()
                .node("AveragePool", "p", PAD1.withInts("kernel_shape", 3, 3).withInt("count_include_pad", 1), "x");
        net.node("Add", "y", "a", net.norm("n", "p", 4, 1e-5f));
        folds();
    }

    @Test
    void fold_averagePoolWithoutPadding() {
        net.conv("a", "x", NONE.withInts("strides", 2, 2), 4, 4, 2, 2);
        net.builder()
                .node("AveragePool", "p", NONE.withInts("kernel_shape", 2, 2).withInts("strides", 2, 2), "x");
        net.node("Add", "y", "a", "p");
        folds();
    }

    @Test
    void fold_depthwiseIntoDense() {
        net.conv("a", "x", PAD1, 4, 4, 3, 3);
        net.conv("b", "x", PAD1.withInt("group", 4), 4, 1, 3, 3);
        net.conv("c", "x", PAD1.withInt("group", 2), 4, 2, 3, 3);
        net.node("Sum", "y", "c", "b", "a");
        folds();
    }

    @Test
    void fold_severalDimensions() {
        for (int axes = 1; axes <= 3; axes++) {
            SmallNet each = new SmallNet();
            Object[] dims = new Object[axes + 2];
            long[] large = new long[axes + 2];
            long[] small = new long[axes + 2];
            long[] one = new long[2 * axes];
            Arrays.fill(dims, 5);
            Arrays.fill(large, 3);
            Arrays.fill(small, 1);
            Arrays.fill(one, 1);
            large[0] = 5;
            large[1] = 5;
            small[0] = 5;
            small[1] = 5;
            each.builder().input("x", dims).output("y", dims);
            each.convNorm("a", "x", pads(one), large);
            each.convNorm("b", "x", NONE, small);
            each.norm("n", "x", 5, 1e-5f);
            each.node("Sum", "y", "a", "b", "n");
            FoldTester.fold(each.build()).leaves("Conv").sameNumbers(1e-6);
        }
    }

    @Test
    void fold_sharedWeights() {
        net.conv("a", "x", 4, 4, 1, true);
        net.builder().node("Conv", "b", PAD1, "x", "a.weight", "a.b");
        net.node("Add", "s", "a", "b");
        net.node("Relu", "r", "s");
        net.builder().node("Conv", "y", PAD1, "r", "a.weight", "a.b");
        fold().leaves("Conv", "Relu", "Conv").sameNumbers(1e-6);
    }

    @Test
    void fold_beforeIrVersion4() {
        net.builder().irVersion(3).opset(9);
        net.conv("a", "x", NONE, 4, 4, 1, 1);
        net.conv("b", "x", PAD1, 4, 4, 3, 3);
        net.norm("n", "x", 4, 1e-5f);
        for (String name : List.of("n.gamma", "n.beta", "n.mean", "n.var")) {
            net.builder().input(name, 4);
        }
        net.builder().input("a.weight", 4, 4, 1, 1).input("b.weight", 4, 4, 3, 3);
        net.node("Sum", "y", "a", "b", "n");
        folds();
    }

    @Test
    void fold_onlyTermsOfOneInput() {
        net.node("Relu", "r", "x");
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", 4, 4, 1, false);
        net.node("Sub", "s", "r", "a");
        net.node("Sigmoid", "g", "x");
        net.node("Sum", "t", "g", "b", "x");
        net.node("Sub", "y", "s", "t");
        fold().leaves("Relu", "Conv", "Sigmoid", "Add", "Sub").sameNumbers(1e-6);
    }

    @Test
    void fold_summandThatBroadcastsStays() {
        net.conv("a", "x", 4, 4, 1, true);
        net.conv("b", "x", 4, 4, 1, false);
        net.node("Add", "s", "a", net.normal("v", 1, 1, 1, 7));
        net.node("Add", "y", "b", "s");
        fold().fired("ParallelConvSum", 1).leaves("Conv", "Add").sameNumbers(1e-6);
    }
}
