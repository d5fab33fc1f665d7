package io.reparam.fold.merge;

import io.reparam.fold.Dims;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantChainTest {
    private final SmallNet net = SmallNet.image(4, 4);

    private void constant(String name, float value) {
        net.builder().initializer(name, new long[] {1}, new float[] {value});
    }

    @ParameterizedTest
    @CsvSource({"Mul,Mul,4x1x1", "Mul,Div,1x4x1x1", "Div,Mul,1", "Div,Div,4", "Div,Div,1x4x4x4"})
    void fold_factors(String inner, String outer, String shape) {
        net.node("Relu", "r", "x");
        net.node(inner, "a", "r", net.positive("f", Dims.of(shape)));
        net.node(outer, "y", "a", net.positive("g", Dims.of(shape)));
        FoldTester.fold(net.build())
                .fired("FactorChain", 1)
                .leaves("Relu", "Mul")
                .sameNumbers(1e-6);
    }

    @Test
    void fold_factorsOfEitherOrder() {
        net.node("Mul", "a", net.positive("f", 1), "x");
        net.node("Mul", "b", net.positive("g", 4, 1, 1), "a");
        net.node("Mul", "y", net.positive("h", 1, 4, 1, 1), "b");
        FoldTester.fold(net.build()).fired("FactorChain", 2).leaves("Mul").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "Add,r,s,Add,a,t,Add",
        "Add,s,r,Sub,a,t,Add",
        "Sub,r,s,Sub,a,t,Add",
        "Sub,s,r,Add,a,t,Sub",
        "Add,r,s,Sub,t,a,Sub",
        "Sub,r,s,Sub,t,a,Sub",
        "Sub,s,r,Sub,t,a,Add"
    })
    void fold_summands(String inner, String a, String b, String outer, String c, String d, String left) {
        net.node("Relu", "r", "x");
        net.normal("s", 4, 1, 1);
        net.normal("t", 1, 4, 1, 1);
        net.node(inner, "a", a, b);
        net.node(outer, "y", c, d);
        FoldTester.fold(net.build())
                .fired("SummandChain", 1)
                .leaves("Relu", left)
                .sameNumbers(1e-6);
    }

    @Test
    void fold_sharedConstantIsCopied() {
        net.positive("f", 4, 1, 1);
        net.node("Mul", "a", "x", "f");
        net.node("Mul", "b", "a", "f");
        net.node("Relu", "c", "x");
        net.node("Mul", "d", "c", "f");
        net.node("Add", "y", "b", "d");
        FoldTester.fold(net.build()).fired("FactorChain", 1).sameNumbers(1e-6);
    }

    @Test
    void refuse_constantWouldGrow() {
        net.node("Add", "a", "x", net.normal("s", 4, 1, 1));
        net.node("Add", "y", "a", net.normal("t", 4));
        FoldTester.fold(net.build()).nothingFired().refused("would have 16 elements");
    }

    @Test
    void refuse_overflowAndUnderflow() {
        constant("large", 1e30f);
        net.node("Mul", "a", "x", "large");
        net.node("Mul", "y", "a", "large");
        FoldTester.fold(net.build()).nothingFired().refused("FLOAT cannot hold");
        SmallNet small = SmallNet.image(4, 4);
        small.builder().initializer("s", new long[] {1}, new float[] {1e-30f});
        small.node("Mul", "a", "x", "s");
        small.node("Mul", "y", "a", "s");
        FoldTester.fold(small.build()).nothingFired().refused("FLOAT cannot hold");
    }

    @Test
    void refuse_readTwice() {
        net.node("Mul", "a", "x", net.positive("f", 1));
        net.node("Mul", "b", "a", net.positive("g", 1));
        net.node("Add", "y", net.node("Relu", "r", "a"), "b");
        FoldTester.fold(net.build()).nothingFired().refused("output of Mul 'a' is also read");
    }

    @Test
    void leave_constantDividedByTheValue() {
        net.node("Mul", "a", "x", net.positive("f", 1));
        net.node("Div", "y", net.positive("g", 1), "a");
        FoldTester.fold(net.build()).nothingFired();
    }
}
