package io.reparam.fold.simplify;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void leave_outputReadElsewhereUnderItsOtherName() {
        net.node("Relu", "r", "x");
        net.node("Identity", "y", "r");
        net.node("Sigmoid", "z", "r");
        net.builder().output("z", "N", 4, 5, 5);
        fold().nothingFired();
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
