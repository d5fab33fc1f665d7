package io.reparam.fold.merge;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvChainTest {
    private static final Attributes NONE = Attributes.none();
    private static final Attributes PAD1 = NONE.withInts("pads", 1, 1, 1, 1);

    private final SmallNet net = SmallNet.image(4, 7);

    private FoldTester fold() {
        return FoldTester.fold(net.build());
    }

    private void folds() {
        fold().fired("ConvChain", 1).leaves("Conv").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "2,4", "4,2"})
    void fold_pointwiseThenLarge_paddedBefore(int firstGroups, int secondGroups) {
        SmallNet wide = SmallNet.image(4, 7);
        wide.convNorm("a", "x", PAD1.withInt("group", firstGroups), 32, 4 / firstGroups, 1, 1);
        wide.convNorm("y", "a", NONE.withInt("group", secondGroups), 32, 32 / secondGroups, 3, 3);
        FoldTester.fold(wide.build()).fired("ConvChain", 1).leaves("Conv").sameNumbers(1e-6);
    }

    @Test
    void fold_pointwiseWithoutBiasThenPadded() {
        net.conv("a", "x", NONE, 4, 4, 1, 1);
        net.conv("y", "a", 4, 4, 1, true);
        folds();
    }

    @Test
    void fold_largeThenPointwise() {
        net.convNorm("a", "x", PAD1.withInts("strides", 2, 1), 4, 4, 3, 3);
        net.convNorm("y", "a", NONE, 4, 4, 1, 1);
        folds();
    }

    @Test
    void fold_stridesAndDilationsMultiply() {
        net.convNorm("a", "x", NONE.withInts("pads", 1, 0, 2, 1).withInts("strides", 2, 2), 8, 4, 1, 1);
        net.convNorm("y", "a", NONE.withInts("strides", 2, 1).withInts("dilations", 2, 3), 2, 8, 2, 2);
        folds();
    }

    @Test
    void fold_zerosAround() {
        net.builder().initializer("p", new long[] {8}, new long[] {0, 0, 1, 2, 0, 0, 0, 1});
        net.node("Pad", "a", "x", "p");
        net.conv("y", "a", PAD1.withInts("strides", 2, 2), 4, 4, 3, 3);
        folds();
    }

    @Test
    void fold_zerosAround_oldOpset() {
        net.builder().opset(10);
        net.builder().node("Pad", "a", NONE.withInts("pads", 0, 0, 1, 2, 0, 0, 0, 1), "x");
        net.conv("y", "a", PAD1, 4, 4, 3, 3);
        folds();
    }

    @Test
    void refuse_otherPads() {
        net.builder().initializer("p", new long[] {8}, new long[] {0, 0, 1, 1, 0, 0, 1, 1});
        net.builder().initializer("v", new long[0], new float[] {2});
        net.node("Pad", "a", "x", "p", "v");
        net.builder().node("Pad", "b", NONE.withText("mode", "reflect"), "a", "p");
        net.builder().initializer("crop", new long[] {8}, new long[] {0, 0, -1, 0, 0, 0, 0, 0});
        net.node(
                "Sum",
                "y",
                net.conv("c", "a", PAD1, 4, 4, 5, 5),
                net.conv("d", "b", PAD1, 4, 4, 7, 7),
                net.conv("e", net.node("Pad", "f", "b", "crop"), NONE.withInts("pads", 1, 1, 2, 1), 4, 4, 7, 7));
        fold().nothingFired()
                .refused("Pad 'a' pads with 2.0, not 0")
                .refused("Pad 'b' does not pad with a constant")
                .refused("Pad 'f' pads axis 2 by -1 and 0");
    }

    @Test
    void refuse_biasBeforePadding() {
        net.convNorm("a", "x", NONE, 4, 4, 1, 1);
        net.conv("y", "a", 4, 4, 1, true);
        fold().refused("Conv 'y' stays: Conv 'a.conv' before Conv 'y' adds a bias", "pad before it")
                .leaves("Conv", "Conv");
    }

    @Test
    void refuse_largeBeforePadding() {
        net.conv("a", "x", PAD1, 4, 4, 3, 3);
        net.conv("y", "a", PAD1, 1, 4, 3, 3);
        fold().nothingFired().refused("reaches over the border");
    }

    @Test
    void refuse_bottleneck() {
        net.conv("a", "x", NONE, 1, 4, 1, 1);
        net.conv("y", "a", PAD1, 4, 1, 3, 3);
        fold().nothingFired().refused("it would cost 144 multiply-adds", "it costs 40 multiply-adds");
    }

    @Test
    void refuse_depthwiseSeparable() {
        net.conv("a", "x", PAD1.withInt("group", 4), 4, 1, 3, 3);
        net.conv("y", "a", NONE, 4, 4, 1, 1);
        fold().nothingFired().refused("it would cost 144 multiply-adds", "it costs 52 multiply-adds");
    }

    @Test
    void refuse_readTwice() {
        net.conv("a", "x", NONE, 4, 4, 1, 1);
        net.conv("b", "a", PAD1, 4, 4, 3, 3);
        net.node("Mul", "y", "a", "b");
        fold().nothingFired().refused("the output of Conv 'a' is also read elsewhere");
    }
}
