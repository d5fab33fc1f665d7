package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoOperationTest {
    private static final Attributes NONE = Attributes.none();
    private final SmallNet net = SmallNet.image(4, 5);

    private FoldTester fold() {
        return FoldTester.fold(net.build(), new NoOperation()).sameNumbers(0);
    }

    @Test
    void fold_betweenOthersAndAtTheEnd() {
        net.node("Identity", "i", "x");
        net.node("Relu", "r", "i");
        net.node("Dropout", "d", "r");
        net.builder().node("Concat", "c", NONE.withInt("axis", 1), "d");
        net.builder().node("Cast", "t", NONE.withInt("to", 1), "c");
        net.node("Sum", "s", "t");
        net.builder().node("Transpose", "p", NONE.withInts("perm", 0, 1, 2, 3), "s");
        net.node("Sigmoid", "g", "p");
        net.node("Identity", "y", "g");
        fold().fired("NoOperation", 7).leaves("Relu", "Sigmoid");
    }

    @Test
    void fold_padByZero() {
        net.builder().initializer("none", new long[] {8}, new long[8]);
        net.node("Pad", "p", "x", "none");
        net.node("Relu", "y", "p");
        fold().leaves("Relu");
    }

    @Test
    void fold_readTwiceByOneNode() {
        net.node("Identity", "i", "x");
        net.node("Mul", "y", "i", "i");
        fold().leaves("Mul");
    }

    @Test
    void fold_transposesThatUndoEachOther() {
        net.builder().node("Transpose", "a", NONE.withInts("perm", 0, 2, 3, 1), "x");
        net.builder().node("Transpose", "b", NONE.withInts("perm", 0, 3, 1, 2), "a");
        net.node("Relu", "y", "b");
        fold().leaves("Relu");
    }

    @Test
    void leave_transposesThatDoNot() {
        net.builder().node("Transpose", "a", NONE.withInts("perm", 0, 2, 3, 1), "x");
        net.builder().node("Transpose", "b", NONE.withInts("perm", 0, 2, 3, 1), "a");
        net.node("Relu", "y", "b");
        fold().nothingFired();
    }

    @Test
    void leave_outputThatIsTheInput() {
        net.node("Identity", "y", "x");
        fold().nothingFired();
    }

    @Test
    void fold_outputReadElsewhereUnderItsOtherName() {
        net.node("Relu", "r", "x");
        net.node("Identity", "y", "r");
        net.node("Sigmoid", "z", "r");
        net.builder().output("z", "N", 4, 5, 5);
        fold().leaves("Relu", "Sigmoid");
    }

    @Test
    void fold_oneOfTwoOutputsThatAreTheSame() {
        net.node("Relu", "r", "x");
        net.node("Identity", "y", "r");
        net.node("Identity", "z", "r");
        net.builder().output("z", "N", 4, 5, 5);
        fold().leaves("Relu", "Identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relu", "Abs", "Floor", "Round"})
    void fold_whatIsDoneAlready(String op) {
        net.node(op, "y", net.node(op, "r", "x"));
        fold().leaves(op);
    }

    @Test
    void fold_theSameBoundsTwice_butNotOthers() {
        String low = net.builder().initializer("low", new long[0], new float[] {-0.5f});
        String high = net.builder().initializer("high", new long[0], new float[] {0.5f});
        net.node("Clip", "y", net.node("Clip", "b", net.node("Clip", "a", "x", low, high), low, high), low);
        fold().leaves("Clip", "Clip");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1, 1, 2", "0, 0, 2"})
    void fold_reductionOverNoAxis(int noop, int axes, int left) {
        net.builder().opset(18).initializer("axes", new long[] {axes}, new long[axes]);
        net.builder().node("ReduceSum", "r", NONE.withInt("noop_with_empty_axes", noop), "x", "axes");
        net.node("Sigmoid", "y", "r");
        FoldTester folded = FoldTester.fold(net.build(), new NoOperation()).sameNumbers(0);
        assertThat(folded.graph().nodes()).hasSize(left);
    }

    @Test
    void fold_concatWithNothing() {
        net.builder().initializer("none", new long[] {0, 4, 5, 5}, new float[0]);
        net.builder().node("Concat", "c", NONE.withInt("axis", 0), "none", "x");
        net.node("Relu", "y", "c");
        fold().leaves("Relu");
    }

    @Test
    void leave_castToAnotherType() {
        net.builder().node("Cast", "d", NONE.withInt("to", 11), "x");
        net.builder().node("Cast", "y", NONE.withInt("to", 1), "d");
        fold().nothingFired();
    }

    @Test
    void leave_dropoutWhoseMaskIsRead() {
        net.builder().node(Node.of("d", "Dropout", List.of("x"), List.of("d", "mask"), NONE));
        net.builder().node("Cast", "m", NONE.withInt("to", 1), "mask");
        net.node("Mul", "y", "d", "m");
        fold().nothingFired();
    }
}
