package io.reparam.fold.absorb;

import io.reparam.fold.Dims;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntoGemmTest {
    private final SmallNet net = SmallNet.rows(5, 5);

    private String gemm(String name, String input, int transA, int transB, String c) {
        Attributes attributes = Attributes.none()
                .withFloat("alpha", 0.7f)
                .withFloat("beta", -1.3f)
                .withInt("transA", transA)
                .withInt("transB", transB);
        String b = transB == 0 ? net.normal(name + ".w", 5, 3) : net.normal(name + ".w", 3, 5);
        if (c.equals("-")) {
            return net.builder().node("Gemm", name, attributes, input, b);
        }
        return net.builder().node("Gemm", name, attributes, input, b, net.normal(name + ".c", Dims.of(c)));
    }

    @ParameterizedTest
    @CsvSource({"0,0,-", "1,0,3", "0,1,1x3", "1,1,5x3", "0,0,1", "0,0,''"})
    void fold_scaleShiftAndNorm(int transA, int transB, String c) {
        gemm("g", "x", transA, transB, c);
        net.node("Mul", "m", net.positive("v", 3), "g");
        net.node("Sub", "s", net.normal("t", 1, 3), "m");
        net.norm("n", "s", 3, 1e-3f);
        net.node("Div", "y", "n", net.positive("d", 1));
        FoldTester.fold(net.build(), "ChannelScaleIntoGemm", "ChannelShiftIntoGemm", "BatchNormIntoGemm")
                .fired("ChannelScaleIntoGemm", 2)
                .fired("ChannelShiftIntoGemm", 1)
                .fired("BatchNormIntoGemm", 1)
                .leaves("Gemm")
                .sameNumbers(2e-6);
    }

    @ParameterizedTest
    @CsvSource({"0,0,-", "0,1,1x3", "0,0,5x3", "0,1,1"})
    void fold_normBefore(int transA, int transB, String c) {
        net.norm("n", "x", 5, 1e-3f);
        gemm("y", "n", transA, transB, c);
        FoldTester.fold(net.build())
                .fired("BatchNormIntoNextGemm", 1)
                .leaves("Gemm")
                .sameNumbers(2e-6);
    }

    @ParameterizedTest
    @CsvSource({"0,0,5", "1,0,5x1", "0,1,1x5", "1,1,5x1"})
    void fold_scaleBefore(int transA, int transB, String shape) {
        net.node("Mul", "m", net.normal("v", Dims.of(shape)), "x");
        gemm("y", "m", transA, transB, "3");
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextGemm", 1)
                .leaves("Gemm")
                .sameNumbers(2e-6);
    }

    @Test
    void fold_shiftBefore() {
        net.node("Sub", "m", net.normal("s", 5), "x");
        gemm("y", "m", 0, 1, "-");
        FoldTester.fold(net.build())
                .fired("ChannelShiftIntoNextGemm", 1)
                .leaves("Gemm")
                .sameNumbers(2e-6);
    }

    /** Below IR version 4 constants are inputs, whose shapes are told: C of one element must not become one of three. */
    @Test
    void fold_biasOfOneElementInAnOldFile() {
        net.builder().opset(9).irVersion(3);
        gemm("g", "x", 0, 0, "1");
        net.node("Add", "y", "g", net.normal("s", 3));
        FoldTester.fold(net.build())
                .fired("ChannelShiftIntoGemm", 1)
                .leaves("Gemm")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_rowsAreNoChannels() {
        gemm("g", "x", 0, 0, "3");
        net.node("Mul", "y", "g", net.positive("v", 5, 1));
        FoldTester.fold(net.build()).nothingFired().refused("acts on axis 0");
    }

    @Test
    void refuse_biasWouldGrow() {
        gemm("g", "x", 0, 0, "5x1");
        net.node("Mul", "y", "g", net.positive("v", 3));
        FoldTester.fold(net.build()).nothingFired().refused("Gemm 'g' has a C of shape [5, 1]", "would grow");
    }

    @Test
    void refuse_normOfTransposedRows() {
        net.norm("n", "x", 5, 1e-3f);
        gemm("y", "n", 1, 0, "3");
        FoldTester.fold(net.build()).nothingFired().refused("normalizes axis 1");
    }
}
