package io.reparam.fold.simplify;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Tensor;
import org.junit.jupiter.api.Test;

/** What PyTorch's exporter writes for a convolution without bias, if it is not asked to optimize. */
class CastLikeOfKnownTypeTest {
    private final SmallNet net = SmallNet.image(4, 5);

    @Test
    void fold_zeroBiasOfAConv() {
        net.builder().initializer("zero", new long[] {}, new float[1]);
        net.builder().initializer(Tensor.of("four", new long[] {1}, new long[] {4}));
        net.node("Relu", "r", "x");
        net.node("CastLike", "l", "zero", "r");
        net.node("Expand", "b", "l", "four");
        net.builder()
                .node(
                        "Conv",
                        "c",
                        Attributes.none().withInts("pads", 1, 1, 1, 1),
                        "r",
                        net.normal("w", 4, 4, 3, 3),
                        "b");
        net.norm("y", "c", 4, 1e-3f);
        FoldTester.fold(net.build())
                .fired("CastLikeOfKnownType", 1)
                .leaves("Relu", "Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void leave_valueThatDependsOnTheImage() {
        net.node("Relu", "r", "x");
        net.node("CastLike", "y", "r", "x");
        FoldTester.fold(net.build()).nothingFired();
    }
}
