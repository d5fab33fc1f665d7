package io.reparam.fold.absorb;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no constant may be, whatever it would fold into; and what is said of channels that are off. */
class GatesTest {
    private final SmallNet net = SmallNet.image(4, 4);

    private String factor(float value) {
        return net.builder().initializer("v", new long[] {1, 4, 1, 1}, new float[] {1, value, 0.5f, 2});
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 10_001, -2e4f})
    void scale_impossible_isRefusedEverywhere(float value) {
        String v = factor(value);
        net.node("Mul", "after", net.conv("c", "x", 4, 4, 1, true), v);
        net.norm("n", "after", 4, 1e-5f);
        net.node("Mul", "scaled", v, "n");
        net.conv("y", net.node("Relu", "r", "scaled"), 4, 4, 1, true);
        FoldTester tester = FoldTester.fold(net.build()).refused("channel 1");
        assertThat(tester.graph().nodes().stream().map(Node::opType).filter("Mul"::equals))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void constantBranch_impossible_staysABranch(float value) {
        net.node("Mul", "y", net.node("Sigmoid", "s", net.node("Mul", "m", factor(value), "v")), "x");
        assertThat(FoldTester.fold(net.build()).graph().nodes()).hasSizeGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void shiftOrNorm_impossible_isRefused(float value) {
        net.node("Add", "s", net.conv("c", "x", 4, 4, 1, true), factor(value));
        net.node("Relu", "y", "s");
        FoldTester.fold(net.build()).nothingFired().refused("element 1", "cannot hold");
    }

    @Test
    void scale_ofZero_isPrunable() {
        net.node("Mul", "y", net.conv("c", "x", 4, 4, 1, true), factor(0));
        FoldTester tester = FoldTester.fold(net.build()).fired("ChannelScaleIntoConv", 1);
        assertThat(tester.report().folds().get(0).zeroChannels()).containsExactly(1);
        assertThat(tester.report().text()).contains("prunable at y: channels [1]");
    }
}
