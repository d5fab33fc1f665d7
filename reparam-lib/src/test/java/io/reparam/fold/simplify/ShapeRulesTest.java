package io.reparam.fold.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that take out what exporters write around shapes. */
class ShapeRulesTest {
    private final SmallNet net = SmallNet.image(4, 6);

    private static SmallNet rows(Object... dims) {
        SmallNet rows = SmallNet.rows(dims);
        rows.builder().opset(17);
        return rows;
    }

    private String list(SmallNet in, String name, long... values) {
        return in.builder().initializer(name, new long[] {values.length}, values);
    }

    /** ECA as timm has it: the gate is written out to the size of the image before the product. */
    @ParameterizedTest
    @ValueSource(strings = {"Mul", "Add", "Sub", "Div"})
    void expandToTheOtherOperand_goes(String op) {
        net.builder().opset(17);
        net.conv("c", "x", 4, 4, 1, true);
        net.node("Exp", "g", net.node("GlobalAveragePool", "p", "c"));
        net.node("Expand", "e", "g", net.node("Shape", "s", "c"));
        net.node(op, "y", "c", "e");
        FoldTester.fold(net.build())
                .fired("ExpandBeforeBroadcast", 1)
                .leaves("Conv", "GlobalAveragePool", "Exp", op)
                .sameNumbers(0);
    }

    @ParameterizedTest
    @CsvSource({"0 3 1 2, 0", "0 2 3 1, 1"})
    void transposesAroundOperatorsThatTreatAllAlike_areOneOrNone(String second, int left) {
        net.builder().opset(17).node("Transpose", "a", Attributes.none().withInts("perm", 0, 2, 3, 1), "x");
        net.node(
                "Sub", "m", net.builder().initializer("two", new long[0], new float[] {2}), net.node("Relu", "r", "a"));
        long[] order =
                Arrays.stream(second.split(" ")).mapToLong(Long::parseLong).toArray();
        net.builder().node("Transpose", "y", Attributes.none().withInts("perm", order), "m");
        FoldTester folded = FoldTester.fold(net.build()).sameNumbers(0);
        assertThat(folded.graph().nodes().stream().filter(node -> node.is("Transpose")))
                .hasSize(left);
    }

    @Test
    void transposesAroundNumbersAnAxis_goAndTheNumbersMove() {
        net.builder().opset(17).node("Transpose", "a", Attributes.none().withInts("perm", 0, 2, 3, 1), "x");
        net.node("PRelu", "r", "a", net.normal("slope", 4));
        net.builder().node("Transpose", "y", Attributes.none().withInts("perm", 0, 3, 1, 2), "r");
        FoldTester.fold(net.build()).leaves("PRelu").sameNumbers(0);
    }

    @Test
    void expandToAnotherValue_stays() {
        net.builder().opset(17).input("z", "N", 4, "A", "B");
        net.node("Expand", "e", net.node("GlobalAveragePool", "p", "z"), net.node("Shape", "s", "z"));
        net.node("Mul", "y", "x", "e");
        FoldTester.fold(net.build()).fired("ExpandBeforeBroadcast", 0);
    }

    @Test
    void expandThatIsReadTwice_stays() {
        net.builder().opset(17);
        net.node("GlobalAveragePool", "p", "x");
        net.node("Expand", "e", "p", net.node("Shape", "s", "x"));
        net.node("Add", "y", net.node("Mul", "m", "x", "e"), net.node("Exp", "z", "e"));
        FoldTester.fold(net.build()).fired("ExpandBeforeBroadcast", 0).sameNumbers(0);
    }

    private FoldTester sliced(long start, long end, long axis, long squeezed, long step) {
        SmallNet rows = rows("N", 3, 5, 4);
        rows.node(
                "Slice",
                "s",
                "x",
                list(rows, "start", start),
                list(rows, "end", end),
                list(rows, "axis", axis),
                list(rows, "step", step));
        rows.node("Squeeze", "q", "s", list(rows, "dropped", squeezed));
        rows.node("Unsqueeze", "y", "q", list(rows, "back", 1));
        return FoldTester.fold(rows.build()).sameNumbers(0);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "2,3,1", "4,5,2"})
    void oneSliceOfADroppedAxis_isAGather(long start, long end, long axis) {
        sliced(start, end, axis, axis, 1).fired("SqueezedSlice", 1).leaves("Gather", "Unsqueeze");
    }

    @ParameterizedTest
    @CsvSource({"-1,3,1,1", "2,9,1,1"})
    void sliceFromTheEnd_stays(long start, long end, long axis, long step) {
        sliced(start, end, axis, axis, step).fired("SqueezedSlice", 0);
    }

    @ParameterizedTest
    @CsvSource({"N,6", "2,1"})
    void matMulAdd_ofRows_isAGemm(String n, int width) {
        SmallNet rows = rows(n.equals("N") ? n : Integer.valueOf(n), 5);
        rows.node("Add", "y", rows.normal("b", width), rows.node("MatMul", "m", "x", rows.normal("w", 5, width)));
        FoldTester.fold(rows.build()).fired("MatMulAddAsGemm", 1).leaves("Gemm").sameNumbers(1e-6);
    }

    @Test
    void matMulAdd_ofMoreDimensionsOrRows_stays() {
        SmallNet more = rows("N", 3, 5);
        more.node("Add", "y", more.node("MatMul", "m", "x", more.normal("w", 5, 6)), more.normal("b", 6));
        FoldTester.fold(more.build()).nothingFired();
        SmallNet column = rows(3, 5);
        column.node("Add", "y", column.node("MatMul", "m", "x", column.normal("w", 5, 6)), column.normal("b", 3, 1));
        FoldTester.fold(column.build()).nothingFired();
    }

    @Test
    void reshapeOfAListToAList_goes() {
        SmallNet rows = rows("N");
        rows.node("Sigmoid", "y", rows.node("Reshape", "r", rows.node("Relu", "a", "x"), list(rows, "to", -1)));
        FoldTester.fold(rows.build())
                .fired("NoOperation", 1)
                .leaves("Relu", "Sigmoid")
                .sameNumbers(0);
        SmallNet flat = rows("N", 4);
        flat.node("Reshape", "f", "x", list(flat, "to", -1));
        flat.node("Unsqueeze", "y", "f", list(flat, "back", 0));
        FoldTester.fold(flat.build()).fired("NoOperation", 0);
    }

    /** GhostNet takes the channels that it wants of those that it has. */
    @ParameterizedTest
    @CsvSource({"0,4,1", "0,9,1", "0,9223372036854775807,2"})
    void sliceOfAll_goes(long start, long end, long axis) {
        folded(start, end, axis, 1).leaves("Relu", "Sigmoid");
    }

    @ParameterizedTest
    @CsvSource({"0,3,1,1", "1,4,1,1", "0,6,2,2", "0,4,0,1"})
    void sliceOfLess_stays(long start, long end, long axis, long step) {
        folded(start, end, axis, step).leaves("Relu", "Slice", "Sigmoid");
    }

    private FoldTester folded(long start, long end, long axis, long step) {
        net.builder().opset(17);
        String[] bounds = {list(net, "a", start), list(net, "b", end), list(net, "c", axis), list(net, "d", step)};
        net.node("Slice", "s", net.node("Relu", "r", "x"), bounds[0], bounds[1], bounds[2], bounds[3]);
        net.node("Sigmoid", "y", "s");
        return FoldTester.fold(net.build()).sameNumbers(0);
    }

    /** The whole shape, a part of it counted from its end, and the length of a list of sizes. */
    @Test
    void knownSizes_ofSlicesAndShapes() {
        SmallNet rows = rows("N", 3, 4);
        rows.node(
                "Slice",
                "last",
                rows.node("Shape", "s", "x"),
                list(rows, "from", -1),
                list(rows, "to", Long.MAX_VALUE));
        rows.builder().node("Cast", "f", Attributes.none().withInt("to", 1), "last");
        rows.node("Div", "y", "x", rows.node("Sqrt", "r", "f"));
        FoldTester.fold(rows.build()).fired("KnownSize", 1).leaves("Div").sameNumbers(1e-7);
        SmallNet fixed = rows(2, 3, 4);
        fixed.builder().node("Cast", "f", Attributes.none().withInt("to", 1), fixed.node("Shape", "s", "x"));
        fixed.builder().node("ReduceSum", "sum", Attributes.none().withInt("keepdims", 0), "f");
        fixed.node("Mul", "y", "x", "sum");
        FoldTester.fold(fixed.build()).fired("KnownSize", 1).leaves("Mul").sameNumbers(0);
    }
}
