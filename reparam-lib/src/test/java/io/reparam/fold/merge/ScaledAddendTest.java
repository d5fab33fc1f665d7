package io.reparam.fold.merge;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledAddendTest {
    private final SmallNet net = SmallNet.image(4, 4);

    private void constant(String name, float value) {
        net.builder().initializer(name, new long[] {1}, new float[] {value});
    }

    @ParameterizedTest
    @CsvSource({"Mul,Add,x,m", "Mul,Add,m,x", "Div,Add,x,m", "Mul,Sub,x,m", "Mul,Sub,m,x"})
    void fold_sumOfAValueAndItsMultiple(String scale, String sum, String first, String second) {
        net.node("Relu", "r", "x");
        net.node(scale, "m", "r", net.positive("f", 1, 4, 1, 1));
        net.node(sum, "y", first.equals("x") ? "r" : first, second.equals("x") ? "r" : second);
        FoldTester.fold(net.build())
                .fired("ScaledAddend", 1)
                .leaves("Relu", "Mul")
                .sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"Add,true", "Add,false", "Sub,true"})
    void fold_summandStays(String summand, boolean first) {
        net.node("Relu", "r", "x");
        net.node("Mul", "m", "r", net.positive("f", 4, 1, 1));
        net.node(summand, "s", "m", net.normal("b", 1, 4, 1, 1));
        net.node("Add", "y", first ? "r" : "s", first ? "s" : "r");
        FoldTester.fold(net.build())
                .fired("ScaledAddend", 1)
                .leaves("Relu", "Mul", summand)
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_multipleIsReadElsewhere() {
        net.node("Mul", "m", "x", net.positive("f", 4, 1, 1));
        net.node("Mul", "y", net.node("Add", "s", "x", "m"), net.node("Relu", "r", "m"));
        FoldTester.fold(net.build()).nothingFired().refused("is also read elsewhere");
    }

    @Test
    void refuse_whatIsLeftWouldBeRounding() {
        constant("f", -0.9999f);
        net.node("Add", "y", "x", net.node("Mul", "m", "x", "f"));
        FoldTester.fold(net.build()).nothingFired().refused("which is rounding above all");
    }

    @Test
    void noMatch_multipleOfSomethingElse() {
        net.node("Mul", "m", net.node("Relu", "r", "x"), net.positive("f", 4, 1, 1));
        net.node("Add", "y", "x", "m");
        FoldTester.fold(net.build()).nothingFired();
    }
}
