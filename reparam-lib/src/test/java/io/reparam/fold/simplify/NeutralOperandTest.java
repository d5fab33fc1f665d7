package io.reparam.fold.simplify;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeutralOperandTest {
    private final SmallNet net = SmallNet.image(4, 4);

    private String filled(String name, float value, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return net.builder().initializer(name, dims, values);
    }

    private FoldTester folded(String op, String a, String b) {
        net.node("Sigmoid", "s", "x");
        net.node(op, "m", a, b);
        net.node("Sigmoid", "y", "m");
        return FoldTester.fold(net.build()).sameNumbers(0);
    }

    @ParameterizedTest
    @CsvSource({"Mul,s,c,1", "Mul,c,s,1", "Div,s,c,1", "Add,s,c,0", "Add,c,s,0", "Sub,s,c,0", "Sub,s,c,-0.0"})
    void fold_leavesOut(String op, String a, String b, float neutral) {
        filled("c", neutral, 1, 4, 1, 1);
        folded(op, a, b).fired("NeutralOperand", 1).leaves("Sigmoid", "Sigmoid");
    }

    @ParameterizedTest
    @CsvSource({"Div,c,s,1", "Sub,c,s,0", "Mul,s,c,0", "Add,s,c,1"})
    void keep_changesSomething(String op, String a, String b, float value) {
        filled("c", value);
        folded(op, a, b).fired("NeutralOperand", 0).leaves("Sigmoid", op, "Sigmoid");
    }

    @Test
    void keep_oneElementDiffers() {
        net.builder().initializer("c", new long[] {4, 1, 1}, new float[] {1, 1, 1.5f, 1});
        folded("Mul", "s", "c").fired("NeutralOperand", 0);
    }

    @Test
    void keep_broadcastsToMore() {
        SmallNet rows = SmallNet.rows("N", 1, 4);
        rows.builder().initializer("ones", new long[] {3, 1}, new float[] {1, 1, 1});
        rows.node("Sigmoid", "s", "x");
        rows.node("Mul", "m", "s", "ones");
        rows.node("Sigmoid", "y", "m");
        FoldTester.fold(rows.build()).fired("NeutralOperand", 0).sameNumbers(0);
    }

    @Test
    void keep_graphOutput() {
        filled("c", 1);
        net.node("Sigmoid", "s", "x");
        net.node("Mul", "y", "s", "c");
        FoldTester.fold(net.build()).fired("NeutralOperand", 0).leaves("Sigmoid", "Mul");
    }
}
