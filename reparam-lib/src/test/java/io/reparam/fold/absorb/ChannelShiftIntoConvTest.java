package io.reparam.fold.absorb;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelShiftIntoConvTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @ParameterizedTest
    @CsvSource({"Add,c,s,true", "Add,s,c,false", "Sub,c,s,true", "Sub,c,s,false", "Sub,s,c,true", "Sub,s,c,false"})
    void fold_eitherOrder(String opType, String first, String second, boolean bias) {
        net.conv("c", "x", 4, 4, 2, bias);
        net.normal("s", 1, 4, 1, 1);
        net.node(opType, "y", first, second);
        FoldTester.fold(net.build(), "ChannelShiftIntoConv")
                .fired("ChannelShiftIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_learntScaleAndShiftOfOneElement() {
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Mul", "m", "c", net.positive("v", 1));
        net.node("Add", "y", "m", net.normal("s", 1));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoConv", 1)
                .fired("ChannelShiftIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_factorOfDiv() {
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Div", "y", "c", net.positive("v", 4, 1, 1));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_shiftAloneKeepsTheWeights() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Relu", "z", "x"); // of another input, so that the sum itself does not fold
        net.conv("d", "z", 4, 4, 1, false);
        net.node("Conv", "e", "x", "c.weight");
        net.node("Add", "f", "d", net.normal("s", 4, 1, 1));
        net.node("Add", "g", "c", "f");
        net.builder().output("e", "N", "C", "H2", "W2");
        net.node("Relu", "y", "g");
        assertThat(FoldTester.fold(net.build())
                        .fired("ChannelShiftIntoConv", 1)
                        .sameNumbers(1e-6)
                        .graph()
                        .initializers())
                .containsOnlyKeys("c.weight", "d.weight", "d.bias");
    }

    @Test
    void leave_constantDividedByTheConv() {
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Div", "y", net.positive("v", 1), "c");
        FoldTester.fold(net.build()).nothingFired();
    }

    @Test
    void refuse_divisionByZero() {
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Div", "y", "c", net.builder().initializer("v", new long[] {1}, new float[] {0}));
        FoldTester.fold(net.build()).nothingFired().refused("Div 'y' stays", "Infinity");
    }

    @Test
    void refuse_columnsAsManyAsChannels() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Add", "y", "c", net.normal("s", 4));
        FoldTester.fold(net.build()).nothingFired().refused("its summand", "acts on axis 3");
    }

    @Test
    void refuse_graphOutput() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Add", "y", "c", net.normal("s", 1));
        net.builder().output("c", "N", "C", "H", "W");
        FoldTester.fold(net.build()).nothingFired().refused("graph output");
    }

    @Test
    void refuse_readTwice() {
        net.conv("c", "x", 4, 4, 1, false);
        net.node("Add", "a", "c", net.normal("s", 1));
        net.node("Mul", "y", "a", "c");
        FoldTester.fold(net.build()).nothingFired().refused("Add 'a' stays", "also read elsewhere");
    }

    @Test
    void refuse_overflow() {
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Add", "a", "c", net.builder().initializer("s", new long[] {1}, new float[] {3e38f}));
        net.node("Add", "y", "a", net.builder().initializer("t", new long[] {1}, new float[] {3e38f}));
        FoldTester.fold(net.build()).fired("ChannelShiftIntoConv", 1).refused("FLOAT cannot hold");
    }
}
