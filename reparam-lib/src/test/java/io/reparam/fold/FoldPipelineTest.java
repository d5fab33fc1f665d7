package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.IllegalGraphException;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldPipelineTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @Test
    void run_removesWhatNobodyReads() {
        net.node("Relu", "y", "x");
        net.node("Sigmoid", "dead1", "x");
        net.node("Tanh", "dead2", "dead1");
        net.normal("unused", 4);
        FoldTester tester = FoldTester.fold(net.build()).fired("DeadCode", 1).leaves("Relu");
        assertThat(tester.graph().initializers()).isEmpty();
        assertThat(tester.report().folds().get(0).nodesRemoved()).isEqualTo(2);
        assertThat(tester.report().folds().get(0).parametersRemoved()).isEqualTo(4);
    }

    @Test
    void run_deadReaderIsNoObstacle() {
        net.conv("c", "x", 4, 4, 1, true);
        net.norm("y", "c", 4, 1e-5f);
        net.node("Sigmoid", "dead", "c");
        FoldTester.fold(net.build()).leaves("Conv").sameNumbers(1e-6);
    }

    @Test
    void run_nothingToDo() {
        net.node("Relu", "y", "x");
        Graph graph = FoldTester.fold(net.build()).nothingFired().graph();
        assertThat(graph.metadata()).isEmpty();
    }

    @Test
    void run_keepsMetadata() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.positive("v", 1));
        net.builder().metadata("reparam.card", "{}").metadata(FoldPipeline.METADATA, "earlier");
        assertThat(FoldTester.fold(net.build()).graph().metadata())
                .containsEntry("reparam.card", "{}")
                .hasEntrySatisfying(
                        FoldPipeline.METADATA,
                        text -> assertThat(text).startsWith("earlier; ChannelScaleIntoBatchNorm 1, nodes 2 -> 1"));
    }

    @Test
    void run_initializerThatMayBeOverridden() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.positive("v", 1, 4, 1, 1));
        net.builder().input("v", 1, 4, 1, 1);
        FoldTester.fold(net.build()).nothingFired();
    }

    @Test
    void run_beforeIrVersion4EveryInitializerIsConstant() {
        net.builder().irVersion(3).opset(9).input("v", 1, 4, 1, 1);
        net.norm("n", "x", 4, 1e-5f);
        net.node("Mul", "y", "n", net.positive("v", 1, 4, 1, 1));
        FoldTester.fold(net.build()).fired("ChannelScaleIntoBatchNorm", 1).leaves("BatchNormalization");
    }

    @Test
    void run_oldOpset() throws IOException {
        net.builder().opset(7).irVersion(4);
        net.node("Relu", "y", "x");
        ModelProto.Builder old = ModelProto.parseFrom(OnnxFile.bytes(net.build())).toBuilder();
        old.getOpsetImportBuilder(0).setVersion(6);
        FoldResult result = new FoldPipeline(FoldRules.standard())
                .run(OnnxFile.parse(old.build().toByteArray(), "old"));
        assertThat(result.report().folds()).isEmpty();
        assertThat(result.report().refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).contains("opset 6", "convert it first"));
    }

    /** Of opset 7 and 8: one mean and variance for each position. */
    @Test
    void run_normOfPositions() {
        net.builder().opset(8).irVersion(4);
        net.norm("y", net.conv("c", "x", 4, 4, 1, true), 4, Attributes.none().withInt("spatial", 0));
        FoldResult result = new FoldPipeline(FoldRules.standard()).run(net.build());
        assertThat(result.graph().nodes()).hasSize(2);
        assertThat(result.report().refusals().toString()).contains("spatial 0");
    }

    @Test
    void run_everyOpset() {
        for (int opset = 7; opset <= 26; opset++) {
            SmallNet each = SmallNet.image(4, 4);
            each.builder().opset(opset);
            each.norm("n", each.conv("c", "x", 4, 4, 2, true), 4, 1e-5f);
            each.node("Mul", "y", each.positive("v", 4, 1, 1), "n");
            FoldTester.fold(each.build()).leaves("Conv").sameNumbers(1e-6);
        }
    }

    @Test
    void run_illegalGraph() {
        net.node("Relu", "y", "x");
        Graph graph = net.build();
        graph.remove(graph.nodes().get(0));
        assertThatThrownBy(() -> new FoldPipeline(FoldRules.standard()).run(graph))
                .isInstanceOf(IllegalGraphException.class);
    }

    @Test
    void run_ruleThatBreaksTheGraph() {
        FoldRule breaking = new FoldRule() {
            @Override
            public Pattern pattern() {
                return Pattern.op("Relu");
            }

            @Override
            public RuleVerdict check(Match match, GraphView view) {
                return RuleVerdict.applicable(
                        List.of(match.root()), edit -> edit.graph().remove(match.root()));
            }
        };
        net.node("Relu", "y", "x");
        assertThatThrownBy(() -> new FoldPipeline(List.of(breaking)).run(net.build()))
                .isInstanceOf(IllegalGraphException.class)
                .hasMessageContaining("output 'y' is not computed");
    }

    @Test
    void run_ruleThatNeverEnds() {
        FoldRule endless = new FoldRule() {
            @Override
            public Pattern pattern() {
                return Pattern.op("Relu");
            }

            @Override
            public RuleVerdict check(Match match, GraphView view) {
                return RuleVerdict.applicable(
                        List.of(match.root()),
                        edit -> edit.graph().replace(match.root(), match.root().withAttributes(Attributes.none())));
            }
        };
        net.node("Relu", "y", "x");
        assertThatThrownBy(() -> new FoldPipeline(List.of(endless)).run(net.build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still fire");
    }
}
