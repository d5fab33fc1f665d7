package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantReshapeTest {
    private final SmallNet net = SmallNet.rows("N", "T", 6);

    ConstantReshapeTest() {
        net.builder().opset(17);
    }

    private String list(String name, long... values) {
        return net.builder().initializer(name, new long[] {values.length}, values);
    }

    /** One size of a value as a list, as PyTorch's exporter writes it. */
    private String size(String name, String value, long axis) {
        String index = net.builder().initializer(name + ".i", new long[0], new long[] {axis});
        String size = net.node("Gather", name + ".g", net.node("Shape", name + ".s", value), index);
        return net.node("Unsqueeze", name, size, list(name + ".0", 0));
    }

    private void reshape(String output, String value, String... parts) {
        String shape =
                net.builder().node("Concat", output + ".c", Attributes.none().withInt("axis", 0), parts);
        net.node("Reshape", output, value, shape);
    }

    private static long[] shapeOf(FoldTester tester, int node) {
        Node reshape = tester.graph().nodes().get(node);
        return tester.graph().initializer(reshape.input(1)).orElseThrow().longs();
    }

    @Test
    void sizesOfTheSamePlace_becomeZero() {
        net.node("Relu", "r", "x");
        reshape("h", "r", size("n", "x", 0), size("t", "x", 1), list("two", 2), list("three", 3));
        net.builder()
                .node("ReduceMean", "y", Attributes.none().withInts("axes", 3).withInt("keepdims", 0), "h");
        FoldTester tester =
                FoldTester.fold(net.build()).fired("ConstantReshape", 1).leaves("Relu", "Reshape", "ReduceMean");
        assertThat(shapeOf(tester, 1)).containsExactly(0, 0, 2, 3);
        tester.sameNumbers(0);
    }

    /** Followed through a product of matrices, a transposition and a sum; the sequence's length can only be the rest. */
    @Test
    void sizeOfAnotherPlace_becomesTheRest() {
        net.node("Add", "s", net.node("MatMul", "m", "x", net.normal("w", 6, 4)), net.normal("b", 1, 1, 4));
        net.builder().node("Transpose", "t", Attributes.none().withInts("perm", 0, 2, 1), "s");
        reshape("y", "t", size("n", "x", 0), size("l", "x", 1), list("four", 4));
        FoldTester tester = FoldTester.fold(net.build()).leaves("MatMul", "Add", "Transpose", "Reshape");
        assertThat(shapeOf(tester, 3)).containsExactly(0, -1, 4);
        tester.sameNumbers(0);
    }

    @Test
    void sizeOfItsOwnReshape_isFollowed() {
        reshape("a", "x", size("n", "x", 0), list("rest", -1));
        net.node("Relu", "r", "a");
        reshape("y", "r", size("m", "r", 0), list("one", 1), list("rest2", -1));
        FoldTester tester = FoldTester.fold(net.build()).leaves("Reshape", "Relu", "Reshape");
        assertThat(shapeOf(tester, 2)).containsExactly(0, 1, -1);
        tester.sameNumbers(0);
    }

    @Test
    void twoSizesOfOtherPlaces_stay() {
        reshape("y", "x", size("t", "x", 1), size("n", "x", 0), list("six", 6));
        FoldTester.fold(net.build()).fired("ConstantReshape", 0).sameNumbers(0);
    }

    @Test
    void restThatIsTakenAlready_keepsTheSize() {
        reshape("y", "x", size("t", "x", 1), list("rest", -1), list("six", 6));
        FoldTester.fold(net.build()).fired("ConstantReshape", 0).sameNumbers(0);
    }

    /** What is added may be what gives a value its rows. */
    @Test
    void sizeOfABroadcastOperand_isNoSizeOfTheSum() {
        net.builder().input("z", 1, "T", 6);
        net.node("Add", "s", "z", "x");
        reshape("y", "s", size("n", "z", 1), size("t", "x", 0), list("six", 6));
        FoldTester.fold(net.build()).fired("ConstantReshape", 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void allowZero_decides(int allow) {
        String shape = net.builder()
                .node(
                        "Concat",
                        "c",
                        Attributes.none().withInt("axis", 0),
                        size("n", "x", 0),
                        size("t", "x", 1),
                        list("six", 6));
        net.builder().node("Reshape", "y", Attributes.none().withInt("allowzero", allow), "x", shape);
        FoldTester.fold(net.build()).fired("ConstantReshape", 1 - allow).sameNumbers(0);
    }
}
