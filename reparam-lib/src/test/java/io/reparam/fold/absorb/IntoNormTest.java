package io.reparam.fold.absorb;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldReport;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntoNormTest {
    private final SmallNet image = SmallNet.image(4, 4);
    private final SmallNet tokens = SmallNet.rows("N", 3, 5);

    private void layerNorm(int axis, boolean beta) {
        Attributes attributes = Attributes.none().withInt("axis", axis);
        String gamma = tokens.normal("gamma", axis == 1 ? new long[] {3, 5} : new long[] {5});
        if (beta) {
            tokens.builder().node("LayerNormalization", "n", attributes, "x", gamma, tokens.normal("beta", 5));
        } else {
            tokens.builder().node("LayerNormalization", "n", attributes, "x", gamma);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fold_layerNorm(boolean beta) {
        layerNorm(beta ? -1 : 2, beta);
        tokens.node("Mul", "m", tokens.normal("v", 5), "n");
        tokens.node("Add", "y", "m", tokens.normal("s", 1, 1, 5));
        FoldTester.fold(tokens.build())
                .fired("ChannelScaleIntoLayerNorm", 1)
                .fired("ChannelShiftIntoLayerNorm", 1)
                .leaves("LayerNormalization")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_layerNormWithoutShiftGetsNoBias() {
        layerNorm(-1, false);
        tokens.node("Mul", "y", "n", tokens.normal("v", 5));
        assertThat(FoldTester.fold(tokens.build())
                        .leaves("LayerNormalization")
                        .sameNumbers(1e-6)
                        .graph()
                        .nodes()
                        .get(0)
                        .inputs())
                .containsExactly("x", "gamma");
    }

    @Test
    void refuse_layerNormOverTwoAxes() {
        layerNorm(1, false);
        tokens.node("Mul", "y", "n", tokens.normal("v", 5));
        FoldTester.fold(tokens.build()).nothingFired().refused("not known to normalize the last axis alone");
    }

    @Test
    void leave_scaleBeforeLayerNorm() {
        tokens.node("Mul", "m", "x", tokens.normal("v", 5));
        tokens.node("LayerNormalization", "y", "m", tokens.normal("gamma", 5));
        FoldTester.fold(tokens.build()).nothingFired();
    }

    @Test
    void fold_instanceNorm() {
        image.node("InstanceNormalization", "n", "x", image.normal("gamma", 4), image.normal("beta", 4));
        image.node("Div", "m", "n", image.positive("v", 4, 1, 1));
        image.node("Sub", "y", image.normal("s", 1, 4, 1, 1), "m");
        FoldTester.fold(image.build())
                .fired("ChannelScaleIntoInstanceNorm", 1)
                .fired("ChannelShiftIntoInstanceNorm", 1)
                .leaves("InstanceNormalization")
                .sameNumbers(1e-6);
    }

    private void groupNorm(int opset, int parameters) {
        image.builder().opset(opset);
        image.builder()
                .node(
                        "GroupNormalization",
                        "n",
                        Attributes.none().withInt("num_groups", 2),
                        "x",
                        image.normal("gamma", parameters),
                        image.normal("beta", parameters));
        image.node("Mul", "m", "n", image.normal("v", 4, 1, 1));
        image.node("Add", "y", "m", image.normal("s", 4, 1, 1));
    }

    @Test
    void fold_groupNorm() {
        groupNorm(21, 4);
        FoldTester.fold(image.build())
                .fired("ChannelScaleIntoGroupNorm", 1)
                .fired("ChannelShiftIntoGroupNorm", 1)
                .leaves("GroupNormalization")
                .sameNumbers(1e-6);
    }

    /** ONNX has withdrawn GroupNormalization 18, its checker takes no such model, and exporters had written them. */
    @Test
    void refuse_groupNormWithOneScaleAGroup() {
        groupNorm(18, 2);
        FoldReport report =
                new FoldPipeline(FoldRules.standard()).run(image.build()).report();
        assertThat(report.folds()).isEmpty();
        assertThat(report.refusals())
                .anySatisfy(refusal -> assertThat(refusal.reason())
                        .contains("one scale a group, and the factors differ within a group"));
    }

    @Test
    void fold_batchNormThenMulAndAdd_asDenseNetHasThem() {
        Attributes axes = Attributes.none().withInts("axes", 1, 2);
        image.builder().opset(9);
        image.norm("n", "x", 4, 1e-5f);
        image.builder().node("Unsqueeze", "v", axes, image.normal("v0", 4));
        image.builder().node("Unsqueeze", "s", axes, image.normal("s0", 4));
        image.node("Mul", "m", "n", "v");
        image.node("Add", "a", "m", "s");
        image.node("Relu", "y", "a");
        FoldTester.fold(image.build())
                .fired("ChannelScaleIntoBatchNorm", 1)
                .fired("ChannelShiftIntoBatchNorm", 1)
                .leaves("BatchNormalization", "Relu")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_batchNormOfABatchNorm() {
        image.norm("n", "x", 4, 1e-2f);
        image.norm("y", "n", 4, 1e-5f);
        FoldTester.fold(image.build())
                .fired("BatchNormIntoBatchNorm", 1)
                .leaves("BatchNormalization")
                .sameNumbers(1e-6);
    }
}
