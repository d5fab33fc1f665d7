package io.reparam.fold.absorb;

import io.reparam.fold.Dims;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntoNextConvTest {
    private final SmallNet net = SmallNet.image(4, 5);

    private void valid(String name, String input, int groups, Attributes attributes) {
        net.builder()
                .node(
                        "Conv",
                        name,
                        attributes.withInt("group", groups),
                        input,
                        net.normal(name + ".weight", 6, 4 / groups, 3, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fold_scaleBeforeAPaddedConv(int groups) {
        net.node("Mul", "m", net.normal("v", 1, 4, 1, 1), "x");
        net.conv("y", "m", 4, 6, groups, true);
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fold_normBeforeAnUnpaddedConv(int groups) {
        net.norm("n", "x", 4, 1e-3f);
        valid("y", "n", groups, Attributes.none().withText("auto_pad", "VALID"));
        FoldTester.fold(net.build())
                .fired("BatchNormIntoNextConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_shiftBeforeAnUnpaddedConv() {
        net.node("Sub", "n", net.normal("s", 4, 1, 1), "x");
        valid("y", "n", 1, Attributes.none().withInts("pads", 0, 0, 0, 0));
        FoldTester.fold(net.build())
                .fired("ChannelShiftIntoNextConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_normBeforeAKernelOfOneWithSamePadding() {
        net.norm("n", "x", 4, 1e-3f);
        Attributes attributes =
                Attributes.none().withText("auto_pad", "SAME_UPPER").withInts("strides", 2, 2);
        net.builder().node("Conv", "y", attributes, "n", net.normal("w", 6, 4, 1, 1));
        FoldTester.fold(net.build()).leaves("Conv").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"NOTSET,1", "SAME_UPPER,0", "SAME_LOWER,0"})
    void refuse_normBeforeAPaddedConv(String auto, int pad) {
        net.norm("n", "x", 4, 1e-3f);
        Attributes attributes = auto.equals("NOTSET")
                ? Attributes.none().withInts("pads", 0, pad, 0, 0)
                : Attributes.none().withText("auto_pad", auto);
        valid("y", "n", 1, attributes);
        FoldTester.fold(net.build()).nothingFired().refused("does not commute with zero padding");
    }

    @Test
    void fold_normWithoutShiftBeforeAPaddedConv() {
        String zero = net.builder().initializer("zero", new long[] {4}, new float[4]);
        net.node("BatchNormalization", "n", "x", net.normal("gamma", 4), zero, zero, net.positive("var", 4));
        net.conv("y", "n", 4, 6, 1, false);
        FoldTester.fold(net.build())
                .fired("BatchNormIntoNextConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relu", "LeakyRelu", "MaxPool", "GlobalMaxPool", "AveragePool"})
    void fold_acrossAnOperator(String opType) {
        Attributes attributes = opType.endsWith("ePool") || opType.equals("MaxPool")
                ? Attributes.none().withInts("kernel_shape", 2, 2).withInts("pads", 1, 0, 0, 1)
                : Attributes.none();
        net.node("Mul", "m", "x", net.positive("v", 1, 4, 1, 1));
        net.builder().node(opType, "r", attributes, "m");
        net.conv("y", "r", 4, 6, 2, true);
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves(opType, "Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_acrossSeveral() {
        net.node("Div", "m", "x", net.positive("v", 1, 4, 1, 1));
        net.node("PRelu", "r", "m", net.normal("slope", 4, 1, 1));
        net.builder().node("MaxPool", "p", Attributes.none().withInts("kernel_shape", 2, 2), "r");
        net.node("Identity", "i", "p");
        net.conv("y", "i", 4, 6, 1, true);
        FoldTester.fold(net.build()).leaves("PRelu", "MaxPool", "Conv").sameNumbers(1e-6);
    }

    @Test
    void fold_negativeFactorAcrossAMean() {
        net.node("Mul", "m", "x", net.normal("v", 1, 4, 1, 1));
        net.node("GlobalAveragePool", "p", "m");
        net.node("Conv", "y", "p", net.normal("w", 6, 4, 1, 1));
        FoldTester.fold(net.build()).leaves("GlobalAveragePool", "Conv").sameNumbers(1e-6);
    }

    @Test
    void refuse_negativeFactorAcrossRelu() {
        net.node("Mul", "m", "x", net.builder().initializer("v", new long[] {1}, new float[] {-2}));
        net.node("Relu", "r", "m");
        net.conv("y", "r", 4, 6, 1, true);
        FoldTester.fold(net.build()).nothingFired().refused("Mul 'm' stays", "only factors above 0 pass Relu 'r'");
    }

    @Test
    void refuse_acrossSigmoid() {
        net.node("Mul", "m", "x", net.positive("v", 1));
        net.node("Sigmoid", "s", "m");
        net.conv("y", "s", 4, 6, 1, true);
        FoldTester.fold(net.build()).nothingFired().refused("no factor passes Sigmoid 's'");
    }

    @Test
    void refuse_readTwiceOnTheWay() {
        net.node("Mul", "m", "x", net.positive("v", 1));
        net.node("Relu", "r", "m");
        net.node("Sigmoid", "s", net.conv("c", "r", 4, 4, 1, true)); // else the sum folds first
        net.node("Add", "y", "s", "r");
        FoldTester.fold(net.build()).nothingFired().refused("output of Relu 'r' is also read");
    }

    @Test
    void refuse_factorWidensTheValue() {
        SmallNet narrow = SmallNet.image(1, 5);
        narrow.node("Mul", "m", "x", narrow.positive("v", 1, 4, 1, 1));
        narrow.conv("y", "m", 4, 6, 1, true);
        FoldTester.fold(narrow.build()).nothingFired().refused("'x' has 1 channels");
    }

    @Test
    void refuse_channelsNotKnown() {
        SmallNet free = SmallNet.rows("N", "C", 5, 5);
        free.node("Mul", "m", "x", free.positive("v", 1, 2, 1, 1));
        free.conv("y", "m", 2, 6, 1, true);
        FoldTester.fold(free.build()).nothingFired().refused("number of channels of 'x' is not known");
    }

    @Test
    void fold_sharedWeightsAreCopied() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Mul", "m", net.positive("v", 4, 1, 1), "x");
        net.builder().node("Conv", "d", Attributes.none().withInts("pads", 1, 1, 1, 1), "m", "c.weight");
        net.node("Mul", "y", "c", "d");
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves("Conv", "Conv", "Mul")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_graphOutputOnTheWay() {
        net.node("Mul", "m", "x", net.positive("v", 4, 1, 1));
        net.conv("y", "m", 4, 6, 1, true);
        net.builder().output("m", "N", 4, 5, 5);
        FoldTester.fold(net.build())
                .nothingFired()
                .refused("output of Mul 'm' is also read elsewhere or a graph output");
    }

    @Test
    void refuse_overflow() {
        net.node("Mul", "m", "x", net.builder().initializer("v", new long[] {1}, new float[] {9e3f}));
        net.builder().initializer("w", new long[] {1, 4, 1, 1}, new float[] {1e36f, 1, 1, 1});
        net.node("Conv", "y", "m", "w");
        FoldTester.fold(net.build()).nothingFired().refused("Mul 'm' stays", "FLOAT cannot hold");
    }

    @Test
    void refuse_normInTrainingMode() {
        String one = net.positive("one", 4);
        net.builder()
                .node(Node.of(
                        "n",
                        "BatchNormalization",
                        List.of("x", one, one, one, one),
                        List.of("n", "mean", "var"),
                        Attributes.none().withInt("training_mode", 1)));
        net.node("Conv", "y", "n", net.normal("w", 6, 4, 1, 1));
        FoldTester.fold(net.build()).nothingFired().refused("BatchNormalization 'n' stays", "training_mode 1");
    }

    @ParameterizedTest
    @CsvSource({"Mul,Add,m,s,4x1x1,1", "Mul,Sub,m,s,1,4x1x1", "Div,Sub,s,m,1,1", "Div,Add,s,m,4x1x1,4x1x1"})
    void fold_factorAcrossASummand(String factor, String sum, String a, String b, String v, String s) {
        net.node(factor, "m", "x", net.positive("v", Dims.of(v)));
        net.normal("s", Dims.of(s));
        net.node(sum, "t", a, b);
        net.node("Relu", "r", "t");
        net.conv("y", "r", 4, 6, 2, true);
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves(sum, "Relu", "Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_zeroFactorAcrossASummand() {
        net.node("Mul", "m", "x", net.builder().initializer("v", new long[] {4, 1, 1}, new float[] {1, 2, 0, 3}));
        net.node("Add", "a", "m", net.normal("s", 4, 1, 1));
        net.conv("y", "a", 4, 6, 1, true);
        FoldTester.fold(net.build()).nothingFired().refused("Mul 'm' stays", "Infinity");
    }

    @Test
    void refuse_factorAcrossASummandOfRows() {
        net.node("Mul", "m", "x", net.positive("v", 4, 1, 1));
        net.node("Add", "a", "m", net.normal("s", 5, 1));
        net.conv("y", "a", 4, 6, 1, true);
        FoldTester.fold(net.build()).nothingFired().refused("constant of Add 'a' would grow");
    }

    @Test
    void leave_normBeforeItsActivation() {
        net.norm("n", "x", 4, 1e-3f);
        net.node("Relu", "r", "n");
        net.conv("y", "r", 4, 6, 1, true);
        FoldTester.fold(net.build()).nothingFired();
    }

    @Test
    void leave_scaleThatEndsNowhere() {
        net.node("Mul", "m", "x", net.positive("v", 4, 1, 1));
        net.node("Relu", "y", "m");
        FoldTester.fold(net.build()).nothingFired();
    }
}
