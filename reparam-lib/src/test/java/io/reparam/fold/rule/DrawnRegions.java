package io.reparam.fold.rule;

import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Nodes between Transposes into another layout and out of it, forked and joined, with constants of all shapes. */
final class DrawnRegions {
    private static final Attributes NONE = Attributes.none();

    private final DrawnNet net;
    private final List<Integer> perm;
    /** Values in the other layout, all of the shape of x there. */
    private final List<String> values = new ArrayList<>();

    private long[] dims = new long[0];

    private DrawnRegions(DrawnNet net, List<Integer> perm) {
        this.net = net;
        this.perm = perm;
    }

    static Graph draw(long seed) {
        DrawnNet net = new DrawnNet(seed, 13, 22);
        net.image(net.pick(2, 4), net.pick(1, 2, 3));
        List<Integer> perm = new ArrayList<>();
        IntStream.range(0, net.rank()).forEach(perm::add);
        Collections.shuffle(perm, new Random(seed));
        new DrawnRegions(net, perm).add();
        return net.build();
    }

    private void add() {
        long[] before = net.dims();
        dims = perm.stream().mapToLong(axis -> before[axis]).toArray();
        String source = net.chance(50) ? "x" : net.node("Sigmoid", NONE, "x").value();
        values.add(transposed(source, perm));
        if (net.chance(30)) {
            values.add(net.node("Tanh", NONE, transposed("x", perm)).value());
        }
        int steps = net.pick(1, 2, 3, 4, 5);
        for (int i = 0; i < steps; i++) {
            values.add(step(any()));
        }
        List<Integer> inverse =
                IntStream.range(0, perm.size()).mapToObj(perm::indexOf).toList();
        String last = values.get(values.size() - 1);
        String back = transposed(last, inverse);
        net.at(back, before, 1);
        if (net.chance(20)) { // somebody else wants it as it is
            String shape = net.integers(before);
            String other = net.node("Reshape", NONE, last, shape).value();
            net.node("Add", NONE, back, other);
        }
    }

    private String any() {
        return values.get(net.pick(IntStream.range(0, values.size()).toArray()));
    }

    private String transposed(String value, List<Integer> order) {
        long[] axes = order.stream().mapToLong(axis -> axis).toArray();
        return net.node("Transpose", NONE.withInts("perm", axes), value).value();
    }

    private int axis() {
        return net.pick(IntStream.range(0, dims.length).toArray());
    }

    private int named(int axis) {
        return net.chance(30) ? axis - dims.length : axis;
    }

    private String step(String value) {
        return switch (net.pick(0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7)) {
            case 0 ->
                net.node(net.pick("Relu", "Sigmoid", "Abs", "Neg"), NONE, value).value();
            case 1 ->
                net.node(net.pick("Add", "Sub", "Mul", "Max"), NONE, net.shuffled(value, constant()))
                        .value();
            case 2 ->
                net.node(net.pick("Add", "Sub", "Mul", "Min"), NONE, net.shuffled(value, any()))
                        .value();
            case 3 -> pooled(value);
            case 4 ->
                net.node("Softmax", NONE.withInt("axis", named(axis())), value).value();
            case 5 -> padded(value);
            case 6 -> halves(value);
            default ->
                net.node("Clip", NONE, value, number(-0.5f), number(0.7f)).value();
        };
    }

    private String number(float value) {
        return net.net().builder().initializer(net.name(), new long[0], new float[] {value});
    }

    /** Broadcast along any axes, with or without axes before. */
    private String constant() {
        int rank = net.pick(IntStream.rangeClosed(0, dims.length).toArray());
        long[] shape = Arrays.copyOfRange(dims, dims.length - rank, dims.length);
        for (int i = 0; i < rank; i++) {
            shape[i] = net.chance(50) ? 1 : shape[i];
        }
        return net.net().normal(net.name(), shape);
    }

    /** A factor for the value itself. */
    private String pooled(String value) {
        int one = axis();
        int other = axis();
        long[] axes = one == other ? new long[] {named(one)} : new long[] {named(one), named(other)};
        String mean = net.opset() < 18
                ? net.node("ReduceMean", NONE.withInts("axes", axes), value).value()
                : net.node("ReduceMean", NONE, value, net.integers(axes)).value();
        return net.node("Mul", NONE, net.shuffled(value, mean)).value();
    }

    /** One place more along an axis, and the first place away again. */
    private String padded(String value) {
        int axis = axis();
        long[] pads = new long[2 * dims.length];
        pads[dims.length + axis] = 1;
        String more = net.node("Pad", NONE, value, net.integers(pads)).value();
        return net.node(
                        "Slice",
                        NONE,
                        more,
                        net.integers(1),
                        net.integers(Long.MAX_VALUE),
                        net.integers(named(axis)),
                        net.integers(1))
                .value();
    }

    /** The first place and the others, joined the other way round. */
    private String halves(String value) {
        int axis = axis();
        if (dims[axis] < 2) {
            return value;
        }
        List<String> parts = List.of(net.name(), net.name());
        Attributes along = NONE.withInt("axis", named(axis));
        String sizes = net.integers(1, dims[axis] - 1);
        net.net().builder().node(Node.of("", "Split", List.of(value, sizes), parts, along));
        return net.node("Concat", along, parts.get(1), parts.get(0)).value();
    }
}
