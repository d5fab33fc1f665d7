package io.reparam.fold.simplify;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;

class CommonSubexpressionTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @Test
    void fold_chainOfEqualNodes() {
        net.node("Sigmoid", "a", "x");
        net.node("Softplus", "b", "a");
        net.node("Sigmoid", "c", "x");
        net.node("Softplus", "d", "c");
        net.node("Mul", "y", "b", "d");
        FoldTester.fold(net.build())
                .fired("CommonSubexpression", 2)
                .leaves("Sigmoid", "Softplus", "Mul")
                .sameNumbers(0);
    }

    @Test
    void fold_equalAxesOfDifferentNames() {
        net.builder().opset(17);
        net.builder().initializer("axis", new long[] {1}, new long[] {0});
        net.builder().initializer("again", new long[] {1}, new long[] {0});
        net.node("Unsqueeze", "a", "x", "axis");
        net.node("Unsqueeze", "b", "x", "again");
        net.node("Sub", "c", "a", "b");
        net.node("Squeeze", "y", "c", "axis");
        FoldTester.fold(net.build()).fired("CommonSubexpression", 1).leaves("Unsqueeze", "Sub", "Squeeze");
    }

    @Test
    void keep_attributesDiffer() {
        net.builder().node("LeakyRelu", "a", Attributes.none().withFloat("alpha", 0.1f), "x");
        net.builder().node("LeakyRelu", "b", Attributes.none().withFloat("alpha", 0.2f), "x");
        net.node("Mul", "y", "a", "b");
        FoldTester.fold(net.build()).nothingFired().sameNumbers(0);
    }

    @Test
    void keep_inputsInOtherOrder() {
        net.node("Sigmoid", "s", "x");
        net.node("Sub", "a", "x", "s");
        net.node("Sub", "b", "s", "x");
        net.node("Mul", "y", "a", "b");
        FoldTester.fold(net.build()).nothingFired().sameNumbers(0);
    }

    @Test
    void keep_randomNumbers() {
        net.node("RandomNormalLike", "a", "x");
        net.node("RandomNormalLike", "b", "x");
        net.node("Mul", "y", "a", "b");
        FoldTester.fold(net.build()).nothingFired();
    }

    @Test
    void keep_graphOutput() {
        net.builder().output("z", "N", "C", "H", "W");
        net.node("Sigmoid", "z", "x");
        net.node("Sigmoid", "y", "x");
        FoldTester.fold(net.build()).nothingFired().sameNumbers(0);
    }
}
