package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormIntoConvTest {
    private final SmallNet net = SmallNet.image(4, 5);

    @ParameterizedTest
    @CsvSource({"4,8,1,true", "4,8,1,false", "4,8,2,true", "4,4,4,false"})
    void fold_anyGroupsAndBias(int inC, int outC, int groups, boolean bias) {
        net.conv("c", "x", inC, outC, groups, bias);
        net.norm("y", "c", outC, 1e-5f);
        FoldTester.fold(net.build(), "BatchNormIntoConv")
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_twoNormsOfDifferentEpsilon() {
        net.norm("n1", net.conv("c1", "x", 4, 4, 1, true), 4, 0.5f);
        net.norm("y", net.conv("c2", "n1", 4, 4, 1, false), 4, 0.001f);
        FoldTester.fold(net.build(), "BatchNormIntoConv")
                .fired("BatchNormIntoConv", 2)
                .leaves("Conv", "Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_sharedWeight() {
        net.norm("n1", net.conv("c1", "x", 4, 4, 1, true), 4, 1e-5f);
        net.builder()
                .node(
                        "Conv",
                        "c2",
                        Attributes.none().withInts("kernel_shape", 3, 3).withInts("pads", 1, 1, 1, 1),
                        "x",
                        "c1.weight",
                        "c1.b");
        net.node("Add", "y", "n1", "c2");
        FoldTester.fold(net.build(), "BatchNormIntoConv")
                .fired("BatchNormIntoConv", 1)
                .leaves("Conv", "Conv", "Add")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_convOutputReadTwice() {
        net.conv("c", "x", 4, 4, 1, true);
        net.norm("n", "c", 4, 1e-5f);
        net.node("Add", "y", "n", "c");
        FoldTester.fold(net.build())
                .nothingFired()
                .refused("BatchNormalization 'n'", "output of Conv 'c' is also read");
    }

    @Test
    void refuse_convOutputIsGraphOutput() {
        net.conv("c", "x", 4, 4, 1, true);
        net.norm("y", "c", 4, 1e-5f);
        net.builder().output("c", "N", 4, 5, 5);
        FoldTester.fold(net.build()).nothingFired().refused("graph output");
    }

    @Test
    void refuse_trainingMode() {
        net.conv("c", "x", 4, 4, 1, true);
        net.normal("g", 4);
        net.positive("v", 4);
        net.builder()
                .node(Node.of(
                        "n",
                        "BatchNormalization",
                        List.of("c", "g", "g", "g", "v"),
                        List.of("y", "m", "u"),
                        Attributes.none().withInt("training_mode", 1)));
        FoldTester.fold(net.build()).nothingFired().refused("training_mode 1");
    }

    @Test
    void refuse_weightIsInput() {
        net.conv("c", "x", 4, 4, 1, true);
        net.norm("y", "c", 4, 1e-5f);
        net.builder().input("c.weight", 4, 4, 3, 3);
        FoldTester.fold(net.build()).nothingFired().refused("'c.weight', which is not a constant of real numbers");
    }

    @Test
    void refuse_overflow() {
        net.builder().initializer("w", new long[] {1, 4, 1, 1}, new float[] {1e30f, 1, 1, 1});
        net.node("Conv", "c", "x", "w");
        net.builder().initializer("g", new long[] {1}, new float[] {1e20f});
        net.builder().initializer("o", new long[] {1}, new float[] {1});
        net.node("BatchNormalization", "y", "c", "g", "o", "o", "o");
        FoldTester.fold(net.build()).nothingFired().refused("FLOAT cannot hold");
    }
}
