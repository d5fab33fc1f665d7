package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is run beforehand, and what a Resize is told. */
final class DrawnRuns {
    private static final Attributes NONE = Attributes.none();

    static final Map<String, RuleProperties> ALL = Map.of(
            "ConstantRun", new RuleProperties(DrawnRuns::texts, 60),
            "ResizeByScales", new RuleProperties(DrawnRuns::resize, 50),
            "TransposeRegion", new RuleProperties(DrawnRegions::draw, 50));

    private DrawnRuns() {}

    /** Numbers from texts, or from a sequence, or through texts; or no constant at all. */
    private static Graph texts(long seed) {
        DrawnNet net = new DrawnNet(seed, 11, 22);
        net.image(net.pick(2, 4), 2);
        long[] dims = {net.channels(), 1, 1};
        String cast = switch (net.pick(0, 1, 2, 3)) {
            case 0 -> {
                List<String> texts = IntStream.range(0, net.channels())
                        .mapToObj(i -> (i - 1) + "." + net.pick(0, 5, 25))
                        .toList();
                yield fromTexts(net, net.net().builder().initializer(Tensor.texts("texts", dims, texts)));
            }
            case 1 -> {
                net.net().node("SplitToSequence", "parts", net.net().normal("w", 3, net.channels(), 1, 1));
                net.net().builder().initializer("at", new long[] {}, new long[] {net.pick(0, 1, -1)});
                yield net.net().node("SequenceAt", "k", "parts", "at");
            }
            case 2 -> {
                Attributes toText = NONE.withInt("to", ElementType.STRING.code());
                yield fromTexts(
                        net,
                        net.net()
                                .builder()
                                .node("Cast", "texts", toText, net.net().normal("w", dims)));
            }
            default -> net.net().normal("k", dims);
        };
        net.node("Mul", NONE, net.value(), cast);
        return net.build();
    }

    private static String fromTexts(DrawnNet net, String texts) {
        return net.net().builder().node("Cast", "k", NONE.withInt("to", ElementType.FLOAT.code()), texts);
    }

    /** To sizes that begin as those of x do, which is free in its batch, and sometimes in its height. */
    private static Graph resize(long seed) {
        DrawnNet net = new DrawnNet(seed, 13, 22);
        int height = net.pick(3, 4, 7);
        net.net().builder().input("x", "N", 2, net.chance(80) ? height : "H", 6);
        net.at("x", new long[] {2, 2, height, 6}, 1);
        String shape = net.net().node("Shape", "shape", "x");
        String kept = net.net().node("Gather", "kept", shape, two(net, "places", 0, 1));
        int to = net.pick(3, 8, 10, 14);
        String sizes =
                net.net().builder().node("Concat", "sizes", NONE.withInt("axis", 0), kept, two(net, "to", to, 9));
        String mode = List.of("nearest", "linear", "cubic").get(net.pick(0, 1, 2));
        net.at("x", new long[] {2, 2, to, 9}, 1);
        net.node("Resize", NONE.withText("mode", mode), "x", "", "", sizes);
        net.at(net.value(), new long[] {2, 2, to, 9}, 1);
        return net.build();
    }

    private static String two(DrawnNet net, String name, long first, long second) {
        return net.net().builder().initializer(name, new long[] {2}, new long[] {first, second});
    }
}
