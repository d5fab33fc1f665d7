package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Graph;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a row: the same numbers, the same interface, and nothing left to fold the second time. */
class RandomChainTest {
    private static final int SEEDS = 80;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fold_anyChain(long seed) {
        FoldTester.fold(RandomChain.of(seed)).sameNumbers(1e-5);
    }

    @Test
    void chains_reachMostRules() {
        Set<String> fired = new HashSet<>();
        seeds().mapToObj(RandomChain::of).forEach(graph -> fired.addAll(fired(graph)));
        assertThat(fired)
                .contains(
                        "BatchNormIntoBatchNorm",
                        "BatchNormIntoConv",
                        "BatchNormIntoConvTranspose",
                        "BatchNormIntoNextConv",
                        "BatchNormIntoNextGemm",
                        "ChannelScaleIntoBatchNorm",
                        "ChannelScaleIntoConv",
                        "ChannelScaleIntoConvTranspose",
                        "ChannelScaleIntoGemm",
                        "ChannelScaleIntoNextConv",
                        "ChannelScaleIntoNextConvTranspose",
                        "ChannelScaleIntoNextGemm",
                        "ChannelShiftIntoBatchNorm",
                        "ChannelShiftIntoConv",
                        "ChannelShiftIntoNextConv",
                        "FactorChain",
                        "SummandChain");
    }

    private static Set<String> fired(Graph graph) {
        return FoldTester.fold(graph).report().foldsByRule().keySet();
    }
}
