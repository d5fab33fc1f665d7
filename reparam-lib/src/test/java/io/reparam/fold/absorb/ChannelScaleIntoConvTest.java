package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelScaleIntoConvTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @ParameterizedTest
    @CsvSource({"1,true", "1,false", "2,false", "4,true"})
    void fold_anyGroupsAndBias(int groups, boolean bias) {
        net.conv("c", "x", 4, 4, groups, bias);
        net.node("Mul", "y", net.positive("v", 1, 4, 1, 1), "c");
        FoldTester.fold(net.build(), "ChannelScaleIntoConv")
                .fired("ChannelScaleIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_thenBatchNorm() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Mul", "m", "c", net.positive("v", 4, 1, 1));
        net.norm("n", "m", 4, 1e-4f);
        net.node("Mul", "y", "n", net.positive("v2", 1));
        FoldTester.fold(net.build()).leaves("Conv").sameNumbers(1e-6);
    }

    @Test
    void refuse_columnsAsManyAsChannels() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Mul", "y", "c", net.positive("v", 4));
        FoldTester.fold(net.build()).nothingFired().refused("acts on axis 3");
    }

    @Test
    void refuse_factorBroadcastsTheConv() {
        net.conv("c", "x", 4, 1, 1, false);
        net.node("Mul", "y", "c", net.positive("v", 1, 3, 1, 1));
        FoldTester.fold(net.build()).nothingFired().refused("not one value for each of 1 channels");
    }
}
