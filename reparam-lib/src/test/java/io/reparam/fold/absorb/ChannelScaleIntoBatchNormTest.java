package io.reparam.fold.absorb;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelScaleIntoBatchNormTest {
    private final SmallNet net = SmallNet.image(4, 4);

    private static long[] dims(String text) {
        return text.isEmpty()
                ? new long[0]
                : java.util.Arrays.stream(text.split(","))
                        .mapToLong(Long::parseLong)
                        .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,4,1,1", "4,1,1", "1", "", "1,1,1,1"})
    void fold_factorAfterOrBeforeTheOperand(String shape) {
        net.norm("n", "x", 4, 1e-3f);
        net.positive("v", dims(shape));
        net.node("Mul", "m", "n", "v");
        net.norm("n2", "m", 4, 1e-3f);
        net.positive("v2", dims(shape));
        net.node("Mul", "y", "v2", "n2");
        FoldTester.fold(net.build(), "ChannelScaleIntoBatchNorm")
                .fired("ChannelScaleIntoBatchNorm", 2)
                .leaves("BatchNormalization", "BatchNormalization")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_keepsEpsilonMeanAndVariance() {
        net.norm("n", "x", 4, 0.25f);
        net.node("Mul", "y", "n", net.positive("v", 4, 1, 1));
        Node node = FoldTester.fold(net.build(), "ChannelScaleIntoBatchNorm")
                .graph()
                .nodes()
                .get(0);
        assertThat(node.attributes().getFloat("epsilon", 0)).isEqualTo(0.25f);
        assertThat(node.inputs()).containsExactly("x", "n.gamma", "n.beta", "n.mean", "n.var");
    }

    @Test
    void fold_behindAConvWhoseWeightsAreComputed() {
        net.builder().initializer("shape", new long[] {4}, new long[] {4, 4, 1, 1});
        net.node("ConstantOfShape", "w", "shape");
        net.node("Conv", "c", "x", "w");
        net.norm("n", "c", 4, 1e-5f);
        net.node("Mul", "y", "n", net.positive("v", 4, 1, 1));
        FoldTester.fold(net.build(), "ChannelScaleIntoBatchNorm")
                .leaves("ConstantOfShape", "Conv", "BatchNormalization")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_severalFactorsMultiply() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "m", "n", net.positive("v1", 1, 4, 1, 1));
        net.node("Mul", "y", net.positive("v2", 1, 4, 1, 1), "m");
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoBatchNorm", 2)
                .leaves("BatchNormalization")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_sharedGammaIsCopied() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("BatchNormalization", "o", "x", "n.gamma", "n.beta", "n.mean", "n.var");
        net.node("Mul", "m", "n", net.positive("v", 1, 4, 1, 1));
        net.node("Add", "y", "m", "o");
        FoldTester.fold(net.build()).fired("ChannelScaleIntoBatchNorm", 1).sameNumbers(1e-6);
    }

    @Test
    void fold_sharedFactor() {
        net.norm("n", "x", 4, 1e-5f);
        net.positive("v", 1, 4, 1, 1);
        net.node("Mul", "m", "n", "v");
        net.node("Relu", "r", "m");
        net.node("Mul", "y", "r", "v");
        FoldTester.fold(net.build()).leaves("BatchNormalization", "Relu").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,1,1,4", "4", "1,1,4,1", "4,4,4", "2,4,1,1"})
    void refuse_factorIsNotOneNumberAChannel(String shape) {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.positive("v", dims(shape)));
        FoldTester.fold(net.build()).nothingFired().refused("Mul 'y' stays", "not on channels");
    }

    @Test
    void refuse_factorAddsADimension() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "m", "n", net.positive("v", 1, 1, 1, 1, 1));
        net.node("Squeeze", "y", "m", net.builder().initializer("axes", new long[] {1}, new long[] {0}));
        FoldTester.fold(net.build()).nothingFired().refused("more dimensions");
    }

    @Test
    void refuse_outputReadTwice() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "m", "n", net.positive("v", 1, 4, 1, 1));
        net.node("Add", "y", "m", net.node("Relu", "r", "n"));
        FoldTester.fold(net.build()).nothingFired().refused("also read elsewhere");
    }

    @Test
    void refuse_hugeFactor() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.builder().initializer("v", new long[] {1}, new float[] {20_000}));
        FoldTester.fold(net.build()).nothingFired().refused("beyond 1e4");
    }

    @Test
    void refuse_notANumber() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.builder().initializer("v", new long[] {1}, new float[] {Float.NaN}));
        FoldTester.fold(net.build()).nothingFired().refused("NaN");
    }

    @Test
    void report_zeroChannels() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.builder().initializer("v", new long[] {4, 1, 1}, new float[] {1, 0, 2, 0}));
        assertThat(FoldTester.fold(net.build()).report().folds().get(0).zeroChannels())
                .containsExactly(1, 3);
    }
}
