package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Tensor;
import org.junit.jupiter.api.Test;

class ConstantSubgraphTest {
    private final SmallNet net = SmallNet.image(4, 4);

    /** Squeeze and excitation that is fed a learnt constant, as ASR trains it. */
    private String attention() {
        net.positive("psi", 1, 4, 1, 1);
        net.node("GlobalAveragePool", "z", "psi");
        net.node("Conv", "h", "z", net.normal("w1", 2, 4, 1, 1), net.normal("b1", 2));
        net.node("Relu", "r", "h");
        net.node("Conv", "e", "r", net.normal("w2", 4, 2, 1, 1), net.normal("b2", 4));
        return net.node("Sigmoid", "v", "e");
    }

    @Test
    void fold_attentionOnAConstant() {
        net.norm("n", net.conv("c", "x", 4, 4, 1, false), 4, 1e-5f);
        net.node("Mul", "y", attention(), "n");
        FoldTester tester = FoldTester.fold(net.build())
                .fired("ConstantSubgraph", 1)
                .fired("ChannelScaleIntoBatchNorm", 1)
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
        assertThat(tester.graph().initializers()).containsOnlyKeys("c.weight", "c.bias");
        assertThat(tester.graph().metadata().get("reparam.fold"))
                .startsWith("BatchNormIntoConv 1, ChannelScaleIntoBatchNorm 1, ConstantSubgraph 1, nodes 8 -> 1");
    }

    @Test
    void fold_constantNodeBecomesInitializer() {
        Tensor two = Tensor.of("", new long[] {1}, new float[] {2});
        net.builder().node("Constant", "k", Attributes.none().withTensor("value", two));
        net.node("Add", "y", "x", "k");
        FoldTester.fold(net.build()).fired("ConstantSubgraph", 1).leaves("Add").sameNumbers(0);
    }

    @Test
    void fold_branchIsRoundedOnce() {
        // sqrt(2)^2 is 2 in float64 up to its last digit, but 1.9999999 if it is rounded to float32 in between
        net.builder().initializer("two", new long[] {1}, new float[] {2});
        net.node("Sqrt", "s", "two");
        net.node("Mul", "v", "s", "s");
        net.node("Add", "y", "x", "v");
        assertThat(FoldTester.fold(net.build())
                        .graph()
                        .initializer("v")
                        .orElseThrow()
                        .floats())
                .containsExactly(2);
    }

    @Test
    void refuse_unknownOperator() {
        net.node("Det", "v", net.positive("k", 2, 2));
        net.node("Add", "y", "x", "v");
        FoldTester.fold(net.build()).nothingFired().refused("Det 'v'", "no evaluator knows operator Det");
    }

    @Test
    void refuse_infinity() {
        net.builder().initializer("k", new long[] {1}, new float[] {0});
        net.node("Reciprocal", "v", "k");
        net.node("Add", "y", "x", "v");
        FoldTester.fold(net.build()).nothingFired().refused("Infinity");
    }

    /** Its name must stay a node's, so a branch of any length becomes one Constant, which runtimes store as they load it. */
    @Test
    void fold_branchThatIsAGraphOutput() {
        net.node("Neg", "o", net.node("Exp", "e", net.positive("k", 3)));
        net.node("Relu", "y", "x");
        net.builder().output("o", 3);
        FoldTester.fold(net.build())
                .fired("ConstantSubgraph", 1)
                .leaves("Constant", "Relu")
                .sameNumbers(1e-6);
    }

    @Test
    void leave_constantThatIsAGraphOutput() {
        Tensor two = Tensor.of("", new long[] {1}, new float[] {2});
        net.builder().node("Constant", "o", Attributes.none().withTensor("value", two));
        net.node("Relu", "y", "x");
        net.builder().output("o", 1);
        FoldTester.fold(net.build()).nothingFired();
    }
}
