package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A factor before or after a Slice, Gather, Split or Pad, and a convolution at the other side. */
class AcrossPartsTest {
    private static final Attributes NONE = Attributes.none();

    private final SmallNet net = SmallNet.image(4, 6);

    private String longs(String name, long... values) {
        return net.builder().initializer(name, new long[] {values.length}, values);
    }

    private String slice(String name, String input, long start, long end, long axis, long step) {
        return net.node(
                "Slice",
                name,
                input,
                longs(name + ".s", start),
                longs(name + ".e", end),
                longs(name + ".a", axis),
                longs(name + ".t", step));
    }

    private Graph scaled(String value, long... factor) {
        net.node("Mul", "y", value, net.positive("v", factor));
        return net.build();
    }

    /** start, end, axis, step, and the factor's channels. */
    @ParameterizedTest
    @CsvSource({
        "0, 100, 1, 2, 2",
        "-1, -100, 1, -1, 4",
        "3, 0, 1, -2, 2",
        "1, 3, 1, 1, 2",
        "1, 5, 2, 1, 4",
        "-1, -100, 3, -1, 4",
        "0, 1, 0, 1, 4"
    })
    void factorAfterASlice_goesIntoTheConvBefore(long start, long end, long axis, long step, long channels) {
        String part = slice("p", net.conv("c", "x", 4, 4, 1, true), start, end, axis, step);
        FoldTester.fold(scaled(part, 1, channels, 1, 1)).leaves("Conv", "Slice").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 1, 2, 2", "-1, -100, 1, -1, 4", "1, 5, 2, 1, 4", "0, 6, 3, 2, 4"})
    void factorBeforeASlice_goesIntoTheConvAfter(long start, long end, long axis, long step, int channels) {
        String part = slice("p", net.node("Mul", "m", "x", net.positive("v", 1, 4, 1, 1)), start, end, axis, step);
        net.conv("y", part, NONE, 3, channels, 1, 1);
        FoldTester.fold(net.build()).leaves("Slice", "Conv").sameNumbers(1e-6);
    }

    /** A crop along two axes, as chomps and U-Nets have it. */
    @Test
    void factorAfterACrop_goesIntoTheConvBefore() {
        String crop = net.node(
                "Slice",
                "p",
                net.conv("c", "x", 4, 4, 1, true),
                longs("s", 1, 2),
                longs("e", -1, 100),
                longs("a", 2, 3));
        FoldTester.fold(scaled(crop, 1, 4, 1, 1)).leaves("Conv", "Slice").sameNumbers(1e-6);
    }

    /** Two ways lead to one layer, and to a constant before the Split: each takes in both parts at once. */
    @ParameterizedTest
    @CsvSource({"Add, false", "Sub, false", "Add, true"})
    void factorAfterBothHalvesAreJoined_goesIntoTheConvBefore(String join, boolean constant) {
        String whole = net.conv("c", "x", 4, 4, 1, true);
        if (constant) {
            whole = net.node("Add", "k", net.node("Relu", "r", whole), net.normal("w", 1, 4, 1, 1));
        }
        net.builder().node(Node.of("", "Split", List.of(whole), List.of("a", "b"), NONE.withInt("axis", 1)));
        FoldTester tester = FoldTester.fold(scaled(net.node(join, "j", "a", "b"), 1, 2, 1, 1));
        tester.fired("ChannelScaleIntoLayersBefore", 1).sameNumbers(1e-6);
    }

    /** Rows are cut, and the factor acts on rows. */
    @Test
    void factorOfRows_stays() {
        String part = slice("p", net.conv("c", "x", 4, 4, 1, true), 1, 5, 2, 1);
        FoldTester.fold(scaled(part, 1, 1, 4, 1)).fired("ChannelScaleIntoLayersBefore", 0);
    }

    @Test
    void partsThatOverlap_stay() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        String m = net.node("Mul", "m", slice("p", c, 0, 3, 1, 1), net.positive("v", 1, 3, 1, 1));
        net.builder().node("Concat", "y", NONE.withInt("axis", 1), m, slice("q", c, 2, 4, 1, 1));
        FoldTester.fold(net.build()).nothingFired();
    }

    @Test
    void everySecondChannel_andTheOthers_areApart() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        String m = net.node("Mul", "m", slice("p", c, 0, 4, 1, 2), net.positive("v", 1, 2, 1, 1));
        net.builder().node("Concat", "y", NONE.withInt("axis", 1), m, slice("q", c, 1, 4, 1, 2));
        FoldTester.fold(net.build()).leaves("Conv", "Slice", "Slice", "Concat").sameNumbers(1e-6);
    }

    @Test
    void factorAfterAGather_goesIntoTheConvBefore() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        String g = net.builder().node("Gather", "g", NONE.withInt("axis", 1), c, longs("i", 2, -4, 3));
        FoldTester.fold(scaled(g, 1, 3, 1, 1)).leaves("Conv", "Gather").sameNumbers(1e-6);
    }

    @Test
    void factorAfterARepeatedChannel_stays() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        String g = net.builder().node("Gather", "g", NONE.withInt("axis", 1), c, longs("i", 2, 2, 3));
        FoldTester.fold(scaled(g, 1, 3, 1, 1)).nothingFired().refused("something twice");
    }

    /** Each of them reads the factor of the channel that it is. */
    @Test
    void factorBeforeARepeatedChannel_goesIntoTheConvAfter() {
        String m = net.node("Mul", "m", "x", net.positive("v", 1, 4, 1, 1));
        String g = net.builder().node("Gather", "g", NONE.withInt("axis", 1), m, longs("i", 2, 2, 0));
        net.conv("y", g, NONE, 3, 3, 1, 1);
        FoldTester.fold(net.build()).leaves("Gather", "Conv").sameNumbers(1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "reflect", "edge"})
    void factorAfterABorder_goesIntoTheConvBefore(String mode) {
        String c = net.conv("c", "x", 4, 4, 1, true);
        String p =
                net.builder().node("Pad", "p", NONE.withText("mode", mode), c, longs("pads", 0, 0, 1, 2, 0, 0, 1, 0));
        FoldTester.fold(scaled(p, 1, 4, 1, 1)).leaves("Conv", "Pad").sameNumbers(1e-6);
    }

    /** A border of zeros has no summand; a border of ones no factor. */
    @Test
    void whatABorderDoesNotHave_stays() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        net.node("Pad", "p", c, longs("pads", 0, 0, 1, 2, 0, 0, 1, 0));
        net.node("Add", "y", "p", net.normal("v", 1, 4, 1, 1));
        FoldTester.fold(net.build()).nothingFired();
        SmallNet ones = SmallNet.image(4, 6);
        ones.builder().initializer("pads", new long[] {8}, new long[] {0, 0, 1, 1, 0, 0, 1, 1});
        ones.builder().initializer("one", new long[] {}, new float[] {1});
        ones.node("Pad", "p", ones.conv("c", "x", 4, 4, 1, true), "pads", "one");
        ones.node("Mul", "y", "p", ones.positive("v", 1, 4, 1, 1));
        FoldTester.fold(ones.build()).nothingFired();
    }

    @Test
    void summandAfterAMirroredBorder_goesIntoTheConvBefore() {
        String c = net.conv("c", "x", 4, 4, 1, true);
        Attributes reflect = NONE.withText("mode", "reflect");
        net.builder().node("Pad", "p", reflect, c, longs("pads", 0, 0, 1, 2, 0, 0, 1, 0));
        net.node("Add", "y", "p", net.normal("v", 1, 4, 1, 1));
        FoldTester.fold(net.build()).leaves("Conv", "Pad").sameNumbers(1e-6);
    }

    /** Of several products of matrices each has a factor, as heads of attention. */
    @Test
    void factorOfEachHead_goesIntoTheQueries() {
        SmallNet heads = SmallNet.rows("N", 5, 8);
        List<String> parts = new ArrayList<>();
        for (String name : Arrays.asList("q", "k")) {
            heads.node("MatMul", name + ".m", "x", heads.normal(name + ".w", 8, 8));
            heads.builder().initializer(name + ".shape", new long[] {4}, new long[] {-1, 5, 2, 4});
            heads.node("Reshape", name + ".r", name + ".m", name + ".shape");
            long[] order = name.equals("q") ? new long[] {0, 2, 1, 3} : new long[] {0, 2, 3, 1};
            parts.add(heads.builder().node("Transpose", name, NONE.withInts("perm", order), name + ".r"));
        }
        heads.node("MatMul", "s", parts.get(0), parts.get(1));
        heads.node("Mul", "t", "s", heads.positive("v", 2, 1, 1));
        heads.builder().initializer("last", new long[] {1}, new long[] {1});
        heads.builder().node("ReduceSum", "y", NONE.withInt("keepdims", 0), "t", "last");
        FoldTester.fold(heads.build()).fired("ChannelScaleIntoLayersBefore", 1).sameNumbers(1e-5);
    }
}
