package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Graphs for the rules about what exporters write around shapes. */
final class DrawnShapes {
    private static final Attributes NONE = Attributes.none();

    static final Map<String, RuleProperties> ALL = Map.of(
            "ConstantCondition", new RuleProperties(image(DrawnShapes::condition), 90),
            "KnownSize", new RuleProperties(image(DrawnShapes::knownSize), 90),
            "ConstantReshape", new RuleProperties(DrawnShapes::reshape, 50),
            "ExpandBeforeBroadcast", new RuleProperties(image(DrawnShapes::expand), 70),
            "SqueezedSlice", new RuleProperties(image(DrawnShapes::squeezedSlice), 50),
            "SliceChain", new RuleProperties(image(DrawnShapes::slices), 40),
            "UnitTranspose", new RuleProperties(DrawnShapes::unitTranspose, 30),
            "TransposeBeforeReduce", new RuleProperties(DrawnShapes::transposeBeforeReduce, 30),
            "LayoutChain", new RuleProperties(DrawnShapes::layoutChain, 60),
            "MatMulAddAsGemm", new RuleProperties(DrawnShapes::matMulAdd, 40));

    private DrawnShapes() {}

    private static LongFunction<Graph> image(Consumer<DrawnNet> draw) {
        return seed -> {
            DrawnNet net = new DrawnNet(seed, 9, 22);
            net.image(net.pick(2, 4), net.pick(1, 2, 2, 3));
            draw.accept(net);
            return net.build();
        };
    }

    /** Two or three in a row, mostly along different axes, backwards too. */
    private static void slices(DrawnNet net) {
        for (int i = 0; i < net.pick(2, 3); i++) {
            long[] dims = net.dims();
            int axis = net.pick(1, 2, net.rank() - 1);
            int start = net.pick(0, 1);
            boolean backwards = net.opset() >= 10 && net.chance(20);
            int step = net.opset() < 10 ? 1 : backwards ? -1 : net.pick(1, 2);
            long end = backwards ? Long.MIN_VALUE : net.chance(50) ? Long.MAX_VALUE : dims[axis] - 1;
            if (dims[axis] < 3) {
                continue;
            }
            long from = backwards ? -1 - start : start;
            long count = backwards ? dims[axis] - start : Math.min(end, dims[axis]) - start;
            dims[axis] = (count + Math.abs(step) - 1) / Math.abs(step);
            long named = net.chance(30) ? axis - net.rank() : axis;
            if (net.opset() < 10) {
                Attributes bounds = NONE.withInts("starts", from).withInts("ends", end);
                net.node("Slice", bounds.withInts("axes", axis), net.value());
            } else {
                net.node(
                        "Slice",
                        NONE,
                        net.value(),
                        net.integers(from),
                        net.integers(end),
                        net.integers(named),
                        net.integers(step));
            }
            net.at(net.value(), dims, 1);
        }
    }

    /** Asks whether there are as many channels, or a constant; the branches share names, a constant around them, and one holds another If. */
    private static void condition(DrawnNet net) {
        String input = net.value();
        GraphBuilder around = net.net().builder();
        String factor = net.net().normal("factor", 1);
        String yes =
                around.initializer(Tensor.of("yes", ElementType.BOOL, new long[] {}, ByteBuffer.wrap(new byte[] {1})));
        String asked = net.chance(50)
                ? yes
                : around.node("Equal", "asked", NONE, size(net, input, 1), net.integers(net.chance(50) ? 2 : 3));
        Graph inner = branch(net, "Mul", factor, input, false);
        Attributes both = NONE.withGraph("then_branch", net.chance(50) ? holding(net, inner, yes) : inner)
                .withGraph("else_branch", branch(net, "Add", factor, input, net.chance(30)));
        net.node("If", both, asked);
    }

    private static Graph branch(DrawnNet net, String opType, String factor, String input, boolean constant) {
        GraphBuilder branch = GraphBuilder.of("branch").irVersion(10).opset(net.opset());
        branch.initializer(Tensor.of("own", new long[] {1}, new float[] {0.5f}));
        String between = branch.node(opType, "between", NONE, input, "own");
        String last = branch.node("Sub", "last", NONE, between, factor);
        int size = (int) Arrays.stream(net.dims()).reduce(1, (a, b) -> a * b);
        return constant
                ? branch.output(Value.named(branch.initializer("filled", net.dims(), new float[size])))
                        .buildBody()
                : branch.output(Value.named(last)).buildBody();
    }

    private static Graph holding(DrawnNet net, Graph inner, String condition) {
        return GraphBuilder.of("outer")
                .irVersion(10)
                .opset(net.opset())
                .node(Node.of(
                        "",
                        "If",
                        List.of(condition),
                        List.of("chosen"),
                        NONE.withGraph("then_branch", inner).withGraph("else_branch", inner)))
                .output(Value.named("chosen"))
                .buildBody();
    }

    /** Sizes of x, fixed and free, at their place and at others, before and after a transposition. */
    private static Graph reshape(long seed) {
        DrawnNet net = new DrawnNet(seed, 9, 22);
        net.net().builder().input("x", net.chance(50) ? "N" : 5, net.chance(50) ? "T" : 3, 6);
        net.at("x", new long[] {2, 2, 6}, 1);
        if (net.chance(50)) {
            net.node(
                    "Transpose",
                    NONE.withInts("perm", net.chance(50) ? new long[] {0, 2, 1} : new long[] {1, 0, 2}),
                    "x");
        }
        String batch = size(net, "x", 0);
        String length = size(net, "x", 1);
        String[] parts = switch (net.pick(0, 0, 1, 2, 3)) {
            case 0 -> new String[] {batch, length, net.integers(2), net.integers(3)};
            case 1 -> new String[] {batch, net.integers(6), length};
            case 2 -> new String[] {length, batch, net.integers(6)};
            default -> new String[] {batch, net.integers(-1), net.integers(3)};
        };
        String shape = net.net().builder().node("Concat", net.name(), NONE.withInt("axis", 0), parts);
        return net.node("Reshape", NONE, net.value(), shape)
                .at(net.value(), new long[parts.length], 1)
                .build();
    }

    /** One size of a value as a list, the two ways that exporters have. */
    private static String size(DrawnNet net, String value, long axis) {
        String shape = net.net().node("Shape", net.name(), value);
        if (net.chance(50)) {
            return net.net().node("Gather", net.name(), shape, net.integers(axis));
        }
        String index = net.net().builder().initializer(net.name(), new long[0], new long[] {axis});
        String size = net.net().node("Gather", net.name(), shape, index);
        return net.opset() < 13
                ? net.net().builder().node("Unsqueeze", net.name(), NONE.withInts("axes", 0), size)
                : net.net().node("Unsqueeze", net.name(), size, net.integers(0));
    }

    private static void knownSize(DrawnNet net) {
        int axis = net.pick(0, net.rank() - 1);
        long index = net.chance(50) ? axis : axis - net.rank();
        String i = net.chance(50)
                ? net.integers(index)
                : net.net().builder().initializer(net.name(), new long[0], new long[] {index});
        String shape = net.net().node("Shape", net.name(), net.value());
        String size = net.net().node("Gather", net.name(), shape, i);
        String real = net.net().builder().node("Cast", net.name(), NONE.withInt("to", 1), size);
        net.node("Mul", NONE, net.shuffled(net.value(), real));
    }

    private static void expand(DrawnNet net) {
        String image = net.net().node("Tanh", net.name(), net.value());
        String gate = net.chance(70)
                ? net.net().node("Exp", net.name(), net.net().node("GlobalAveragePool", net.name(), image))
                : net.net().positive(net.name(), net.channelwise());
        String like = net.chance(70) ? image : "x";
        String written = net.net().node("Expand", net.name(), gate, net.net().node("Shape", net.name(), like));
        String op = net.pick("Mul", "Add", "Sub", "Div");
        net.node(op, NONE, op.equals("Div") ? new String[] {image, written} : net.shuffled(image, written));
    }

    private static void squeezedSlice(DrawnNet net) {
        int axis = net.pick(IntStream.range(0, net.rank()).toArray());
        long start = net.pick(IntStream.range(0, (int) net.dims()[axis]).toArray());
        long from = net.chance(15) ? start - net.dims()[axis] : start;
        long to = from == -1 ? Long.MAX_VALUE : from + 1;
        long named = net.chance(80) || net.opset() < 11 ? axis : axis - net.rank();
        if (net.opset() < 10) {
            net.node("Slice", NONE.withInts("starts", from).withInts("ends", to).withInts("axes", named), net.value());
        } else {
            net.node("Slice", NONE, net.value(), net.integers(from), net.integers(to), net.integers(named));
        }
        if (net.opset() < 13) {
            net.node("Squeeze", NONE.withInts("axes", named), net.value());
        } else {
            net.node("Squeeze", NONE, net.value(), net.integers(named));
        }
        long[] dims = net.dims();
        long[] left = IntStream.range(0, dims.length)
                .filter(i -> i != axis)
                .mapToLong(i -> dims[i])
                .toArray();
        net.at(net.value(), left, 0);
    }

    private static Graph unitTranspose(long seed) {
        DrawnNet net = new DrawnNet(seed, 9, 22);
        long[] shape = {net.pick(1, 2), net.pick(1, 3), net.pick(1, 1, 4), net.pick(1, 2)};
        return transposed(net.input(shape), net.chance(50) ? new int[] {0, 2, 3, 1} : new int[] {0, 3, 1, 2})
                .build();
    }

    private static Graph transposeBeforeReduce(long seed) {
        DrawnNet net = new DrawnNet(seed, 9, 22);
        net.input(net.pick(1, 2), net.pick(1, 3), net.pick(2, 4), net.pick(2, 5));
        transposed(net, net.chance(50) ? new int[] {0, 2, 3, 1} : new int[] {0, 3, 1, 2});
        boolean keeps = net.chance(50);
        long[] axes = net.chance(50) ? new long[] {1, 2} : new long[] {0, net.pick(1, 2, 3)};
        long[] dims = net.dims();
        long[] left = IntStream.range(0, dims.length)
                .filter(axis -> keeps || LongStream.of(axes).noneMatch(a -> a == axis))
                .mapToLong(axis -> LongStream.of(axes).anyMatch(a -> a == axis) ? 1 : dims[axis])
                .toArray();
        String kind = net.chance(50) ? "ReduceMean" : "ReduceMax";
        Attributes attributes = NONE.withInt("keepdims", keeps ? 1 : 0);
        long[] asked = net.chance(50)
                ? axes
                : LongStream.of(axes).map(axis -> axis - dims.length).toArray();
        DrawnNet reduced = net.opset() >= 18
                ? net.node(kind, attributes, net.value(), net.integers(asked))
                : net.node(kind, attributes.withInts("axes", asked), net.value());
        return reduced.at(reduced.value(), left, 0).build();
    }

    private static DrawnNet transposed(DrawnNet net, int... order) {
        long[] dims = net.dims();
        long[] perm = Arrays.stream(order).mapToLong(axis -> axis).toArray();
        return net.node("Transpose", NONE.withInts("perm", perm), net.value())
                .at(
                        net.value(),
                        Arrays.stream(order).mapToLong(axis -> dims[axis]).toArray(),
                        0);
    }

    /** Shapes in numbers, with a size copied and one left open; rows of channels made of images and back. */
    private static Graph layoutChain(long seed) {
        DrawnNet net = new DrawnNet(seed, 9, 22);
        Object free = net.chance(50) ? "N" : (Object) 2;
        net.net().builder().input("x", free, 3, 4, 5);
        net.at("x", new long[] {2, 3, 4, 5}, 1);
        if (net.chance(30)) {
            transposed(net, net.chance(50) ? new int[] {0, 2, 3, 1} : new int[] {3, 0, 1, 2});
            return transposed(net, net.chance(50) ? new int[] {0, 3, 1, 2} : new int[] {1, 0, 3, 2})
                    .build();
        }
        switch (net.pick(0, 1, 2)) {
            case 0 ->
                net.node("Reshape", NONE, net.value(), net.integers(-1, 12, 5)).at(net.value(), new long[3], 0);
            case 1 ->
                net.node("Flatten", NONE.withInt("axis", net.pick(1, 2)), net.value())
                        .at(net.value(), new long[2], 0);
            default ->
                net.node("Reshape", NONE, net.value(), net.integers(0, -1, 5)).at(net.value(), new long[3], 0);
        }
        if (net.chance(30)) {
            int rank = net.rank() + 1;
            String[] inputs =
                    net.opset() < 13 ? new String[] {net.value()} : new String[] {net.value(), net.integers(1)};
            return net.node("Unsqueeze", net.opset() < 13 ? NONE.withInts("axes", 1) : NONE, inputs)
                    .at(net.value(), new long[rank], 0)
                    .build();
        }
        long[] last = net.chance(50) ? new long[] {-1, 3, 4, 5} : new long[] {0, -1};
        return net.node("Reshape", NONE, net.value(), net.integers(last))
                .at(net.value(), new long[last.length], 0)
                .build();
    }

    private static Graph matMulAdd(long seed) {
        DrawnNet net = new DrawnNet(seed, 9, 22);
        int rows = net.pick(1, 3);
        int width = net.pick(1, 4);
        long[] shape = Arrays.copyOfRange(new long[] {2, rows, 5}, net.chance(80) ? 1 : 0, 3);
        net.input(shape);
        String product = net.net().node("MatMul", net.name(), "x", net.net().normal(net.name(), 5, width));
        long[] bias = switch (net.pick(0, 1, 2, 3, 4)) {
            case 0 -> new long[] {1};
            case 1 -> new long[] {1, width};
            case 2 -> new long[] {rows, 1};
            case 3 -> new long[0];
            default -> new long[] {width};
        };
        net.node("Add", NONE, net.shuffled(product, net.net().normal(net.name(), bias)));
        shape[shape.length - 1] = width;
        return net.at(net.value(), shape, 0).build();
    }
}
