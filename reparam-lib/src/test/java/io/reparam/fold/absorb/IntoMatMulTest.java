package io.reparam.fold.absorb;

import io.reparam.fold.Dims;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntoMatMulTest {
    private final SmallNet tokens = SmallNet.rows("N", 3, 5);
    private final SmallNet rows = SmallNet.rows("N", 5);

    @ParameterizedTest
    @ValueSource(strings = {"4", "1x4", "1x1x4", "1", ""})
    void fold_layerScale(String shape) {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 5, 4));
        tokens.node("Add", "a", tokens.normal("b", 4), "m");
        tokens.node("Mul", "s", "a", tokens.normal("v", Dims.of(shape)));
        tokens.node("Sub", "y", "s", tokens.normal("t", Dims.of(shape)));
        FoldTester.fold(tokens.build())
                .fired("ChannelScaleIntoMatMulAdd", 1)
                .fired("ChannelShiftIntoMatMulAdd", 1)
                .leaves("MatMul", "Add")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_scaleOfAMatMulAlone() {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 5, 4));
        tokens.node("Div", "y", "m", tokens.positive("v", 4));
        FoldTester.fold(tokens.build())
                .fired("ChannelScaleIntoMatMul", 1)
                .leaves("MatMul")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_norms() {
        rows.norm("n1", "x", 5, 1e-3f);
        rows.node("MatMul", "m", "n1", rows.normal("w", 5, 4));
        rows.node("Add", "a", "m", rows.normal("b", 4));
        rows.norm("y", "a", 4, 1e-3f);
        FoldTester.fold(rows.build())
                .fired("BatchNormIntoMatMulAdd", 1)
                .fired("BatchNormIntoNextMatMul", 1)
                .leaves("Gemm")
                .sameNumbers(2e-6);
    }

    @Test
    void fold_normOfAMatMulAlone() {
        rows.node("MatMul", "m", "x", rows.normal("w", 5, 4));
        rows.norm("y", "m", 4, 1e-3f);
        FoldTester.fold(rows.build())
                .fired("BatchNormIntoMatMul", 1)
                .leaves("Gemm")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_scaleBefore() {
        tokens.node("Mul", "s", "x", tokens.normal("v", 5));
        tokens.node("MatMul", "y", "s", tokens.normal("w", 5, 4));
        FoldTester.fold(tokens.build())
                .fired("ChannelScaleIntoNextMatMul", 1)
                .leaves("MatMul")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_normOverTokens() {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 5, 3));
        tokens.norm("y", "m", 3, 1e-3f);
        FoldTester.fold(tokens.build()).nothingFired().refused("normalizes axis 1");
    }

    @Test
    void refuse_scaleOfTokens() {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 5, 3));
        tokens.node("Mul", "y", "m", tokens.positive("v", 3, 1));
        FoldTester.fold(tokens.build()).nothingFired().refused("acts on axis 1");
    }

    @Test
    void refuse_productOfTwoValues() {
        SmallNet square = SmallNet.rows(5, 5);
        square.node("MatMul", "m", "x", "x");
        square.node("Mul", "y", "m", square.positive("v", 1));
        FoldTester.fold(square.build()).nothingFired().refused("MatMul 'm' reads 'x', which is no constant");
    }

    @Test
    void refuse_productReadTwice() {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 5, 5));
        tokens.node("Add", "a", "m", tokens.normal("b", 5));
        tokens.node("Mul", "s", "a", tokens.positive("v", 5));
        tokens.node("Add", "y", "s", "m");
        FoldTester.fold(tokens.build()).nothingFired().refused("output of MatMul 'm' is also read");
    }

    @Test
    void refuse_batchOfWeights() {
        tokens.node("MatMul", "m", "x", tokens.normal("w", 1, 5, 4));
        tokens.node("Mul", "y", "m", tokens.positive("v", 4));
        FoldTester.fold(tokens.build()).nothingFired().refused("weights of 3 dimensions");
    }
}
