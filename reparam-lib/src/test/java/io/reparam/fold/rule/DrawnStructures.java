package io.reparam.fold.rule;

import static java.util.Map.entry;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Graphs for the rules that are not a pair of a source and a layer. */
final class DrawnStructures {
    private static final Attributes NONE = Attributes.none();

    static final Map<String, RuleProperties> ALL = Map.ofEntries(
            image("PadIntoPool", 15, DrawnConvs::padAndPool),
            image("ExplicitPadding", 15, net -> DrawnConvs.window(net, net.pick("Conv", "MaxPool", "AveragePool"))),
            image("ConvChain", 30, DrawnConvs::convChain),
            image("ParallelConvSum", 30, DrawnConvs::parallelConvs),
            image("ParallelConvTransposeSum", 40, DrawnTransposed::sum),
            rows("ParallelMatMulSum", 40, DrawnStructures::parallelMatMuls),
            rows("MatMulChain", 30, DrawnStructures::matMulChain),
            image("ClipChain", 60, DrawnStructures::clips),
            image("FactorChain", 60, net -> chain(net, DrawnSources.ChannelScale)),
            image("SummandChain", 60, net -> chain(net, DrawnSources.ChannelShift)),
            image("ScaledAddend", 60, DrawnStructures::scaledAddend),
            image("NeutralOperand", 60, DrawnStructures::neutral),
            image("NoOperation", 60, DrawnStructures::nothing),
            image("ConstantSubgraph", 90, DrawnStructures::constantBranch),
            image("CommonSubexpression", 90, DrawnStructures::twins),
            entry("SpaceToDepthIntoConv", new RuleProperties(drawn(15, DrawnFocus::draw), 50)),
            entry("CastLikeOfKnownType", new RuleProperties(drawn(15, DrawnStructures::castLike), 90)),
            image("InputDependentGate", 0, DrawnStructures::gate));

    private DrawnStructures() {}

    private static void clips(DrawnNet net) {
        for (int i = 0; i < net.pick(2, 3); i++) {
            float least = net.pick(-3, -1, 0) / 2f;
            float most = net.pick(-1, 1, 2, 3) / 2f;
            if (net.chance(30)) {
                net.node("Relu", NONE, net.value());
            } else if (net.opset() < 11) {
                Attributes upper = NONE.withFloat("max", most);
                net.node("Clip", net.chance(70) ? upper.withFloat("min", least) : upper, net.value());
            } else {
                String min = net.chance(70) ? number(net, least) : "";
                net.node("Clip", NONE, net.value(), min, number(net, most));
            }
        }
    }

    private static String number(DrawnNet net, float value) {
        return net.net().builder().initializer(net.name(), new long[0], new float[] {value});
    }

    private static Map.Entry<String, RuleProperties> image(String rule, int percent, Consumer<DrawnNet> draw) {
        return entry(rule, new RuleProperties(drawn(9, draw), percent));
    }

    private static Map.Entry<String, RuleProperties> rows(String rule, int percent, Consumer<DrawnNet> draw) {
        LongFunction<Graph> graph = seed -> {
            DrawnNet net = new DrawnNet(seed, 9, 22);
            long[] shape = Arrays.copyOf(new long[] {2, 4, 4, 4}, net.pick(2, 2, 3, 4));
            net.input(shape).at("x", shape, shape.length - 1);
            draw.accept(net);
            return net.build();
        };
        return entry(rule, new RuleProperties(graph, percent));
    }

    private static LongFunction<Graph> drawn(int oldest, Consumer<DrawnNet> draw) {
        return seed -> {
            DrawnNet net = new DrawnNet(seed, oldest, 22);
            net.image(net.pick(2, 4), net.pick(1, 2, 2, 3));
            draw.accept(net);
            return net.build();
        };
    }

    /** A value and a multiple of itself, with a summand or without, in any order. */
    private static void scaledAddend(DrawnNet net) {
        if (net.chance(50)) {
            net.node("Relu", NONE, net.value());
        }
        String x = net.value();
        long[] dims = net.dims();
        DrawnSources.ChannelScale.add(net, false);
        if (net.chance(40)) {
            DrawnSources.ChannelShift.add(net, true);
        }
        String y = net.value();
        boolean first = net.chance(50);
        net.node(net.pick("Add", "Add", "Sub"), NONE, first ? x : y, first ? y : x)
                .at(net.value(), dims, 1);
    }

    private static void parallelMatMuls(DrawnNet net) {
        long[] dims = net.dims();
        String sum = "";
        int branches = net.pick(2, 3);
        for (int k = 0; k < branches; k++) {
            net.at("x", dims, dims.length - 1);
            int between = k > 0 && net.chance(30) ? net.pick(1, 2) : 0;
            if (between > 0) {
                matrix(net, between);
            }
            if (k == 0 || between > 0 || net.chance(80)) {
                matrix(net, 4);
            }
            if (net.chance(30)) {
                (net.chance(50) ? DrawnSources.ChannelScale : DrawnSources.ChannelShift).add(net, false);
            }
            String term = net.value();
            sum = k == 0
                    ? term
                    : net.node(net.pick("Add", "Sub"), NONE, net.shuffled(sum, term))
                            .value();
        }
        net.at(sum, dims, dims.length - 1);
    }

    private static void matMulChain(DrawnNet net) {
        matrix(net, net.pick(3, 4));
        if (net.chance(40)) {
            DrawnSources.ChannelShift.add(net, false);
        }
        matrix(net, net.pick(2, 4));
    }

    private static void matrix(DrawnNet net, int columns) {
        long[] shape = net.dims();
        int rows = net.channels();
        if (shape.length > 2 || net.chance(50)) {
            net.node("MatMul", NONE, net.value(), net.net().normal(net.name(), rows, columns));
        } else {
            int transB = net.pick(0, 1);
            Attributes attributes =
                    NONE.withInt("transB", transB).withFloat("alpha", 0.5f).withFloat("beta", 1.5f);
            String w = net.net().normal(net.name(), transB == 0 ? rows : columns, transB == 0 ? columns : rows);
            net.node("Gemm", attributes, net.value(), w, net.net().normal(net.name(), columns));
        }
        shape[shape.length - 1] = columns;
        net.at(net.value(), shape, shape.length - 1);
    }

    private static void chain(DrawnNet net, DrawnSources source) {
        source.add(net, false);
        source.add(net, false);
    }

    private static void neutral(DrawnNet net) {
        boolean product = net.chance(50);
        long[] dims = net.channelwise();
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, product ? 1 : 0);
        String one = net.net().builder().initializer(net.name(), dims, values);
        boolean inverse = net.chance(40);
        String[] inputs = inverse ? new String[] {net.value(), one} : net.shuffled(net.value(), one);
        net.node(product ? inverse ? "Div" : "Mul" : inverse ? "Sub" : "Add", NONE, inputs);
        net.node("Abs", NONE, net.value());
    }

    private static void nothing(DrawnNet net) {
        net.node("Abs", NONE, net.value());
        long[] order = new long[net.rank()];
        Arrays.setAll(order, i -> i);
        switch (net.pick(0, 1, 2, 3, 4, 5)) {
            case 0 -> net.node("Identity", NONE, net.value());
            case 1 -> net.node("Transpose", NONE.withInts("perm", order), net.value());
            case 2 -> net.node("Concat", NONE.withInt("axis", 1), net.value());
            case 3 -> net.node("Sum", NONE, net.value());
            case 4 -> net.node("Cast", NONE.withInt("to", ElementType.FLOAT.code()), net.value());
            default -> net.node("Dropout", NONE, net.value());
        }
    }

    /** A gate whose input is learnt: exponentials, a product of matrices, shapes. */
    private static void constantBranch(DrawnNet net) {
        int c = net.channels();
        String psi = net.net().normal(net.name(), 1, c);
        String hidden = net.net()
                .node(
                        "Relu",
                        net.name(),
                        net.net().node("MatMul", net.name(), psi, net.net().normal(net.name(), c, 2)));
        String out = net.net().node("MatMul", net.name(), hidden, net.net().normal(net.name(), 2, c));
        String gate = net.net().node(net.pick("Sigmoid", "Tanh", "Exp", "Softplus"), net.name(), out);
        long[] shape = new long[net.rank()];
        Arrays.fill(shape, 1);
        shape[1] = c;
        String v = net.net().builder().node("Reshape", net.name(), NONE, gate, net.integers(shape));
        net.node("Mul", NONE, net.shuffled(net.value(), v));
    }

    private static void twins(DrawnNet net) {
        String op = net.pick("Exp", "Tanh", "Sigmoid");
        String a = net.net().node(op, net.name(), net.value());
        String b = net.net().node(op, net.name(), net.value());
        net.node("Sub", NONE, a, net.net().node("Abs", net.name(), b));
    }

    private static void castLike(DrawnNet net) {
        double[] values = new double[net.channels()];
        Arrays.fill(values, 0.5);
        String c = net.net()
                .builder()
                .initializer(Tensor.rounded(net.name(), ElementType.DOUBLE, new long[] {net.channels()}, values));
        String alike = net.net().node("CastLike", net.name(), c, net.value());
        long[] shape = new long[net.rank()];
        Arrays.fill(shape, 1);
        shape[1] = net.channels();
        String v = net.net().builder().node("Reshape", net.name(), NONE, alike, net.integers(shape));
        net.node("Mul", NONE, net.shuffled(net.value(), v));
    }

    private static void gate(DrawnNet net) {
        String pooled = net.net().node(net.pick("GlobalAveragePool", "GlobalMaxPool"), net.name(), net.value());
        String gate = net.net().node(net.pick("Sigmoid", "HardSigmoid"), net.name(), pooled);
        net.node("Mul", NONE, net.shuffled(net.value(), gate));
    }
}
