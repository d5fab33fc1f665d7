package io.reparam.fold.rule;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nets in their training form, a stem, three blocks and a classifier, become what is deployed, operator by operator. */
class TrainedNetsTest {
    private static final int C = 4;

    @ParameterizedTest
    @EnumSource(TrainedBlocks.class)
    void fold_toTheDeployedForm(TrainedBlocks block) {
        SmallNet net = new SmallNet();
        net.builder().input("x", "N", 3, "H", "W").output("y", "N", 5);
        Attributes stem = Attributes.none().withInts("strides", 2, 2).withInts("pads", 1, 1, 1, 1);
        String value = net.node("Relu", "stem", net.convNorm("s", "x", stem, C, 3, 3, 3));
        List<String> operators = new ArrayList<>(List.of("Conv", "Relu"));
        for (int i = 0; i < 3; i++) {
            value = block.add(net, "b" + i, value, C);
            operators.addAll(List.of(block.deployed()));
        }
        net.node("Flatten", "flat", net.node("GlobalAveragePool", "pool", value));
        net.builder().node("Gemm", "y", Attributes.none(), "flat", net.normal("w", C, 5), net.normal("b", 5));
        operators.addAll(List.of("GlobalAveragePool", "Flatten", "Gemm"));
        FoldTester.fold(net.build()).leaves(operators.toArray(String[]::new)).sameNumbers(1e-5);
    }
}
