package io.reparam.calibrate;

import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Watches gates while a net runs: a copy of the graph whose only outputs are, of each gate, g and the mean over positions of
 * x^2. So full maps never leave ONNX Runtime, and nothing after the last gate is computed.
 */
final class Probe {
    private static final int OUTPUTS = 4;
    /** Of numbers that are the same along an axis: they are computed in another order. */
    private static final double ROUNDING = 1e-4;

    private final Graph graph;

    private Probe(Graph source) {
        graph = source.copy();
        source.outputs().forEach(output -> graph.removeOutput(output.name()));
    }

    /**
     * Runs a net over all batches.
     *
     * @return by gate; one is missing where g is not one number a channel of x
     * @throws io.reparam.ort.OrtModelException if the net does not run
     */
    static Map<Gate, ChannelMoments> watch(Graph net, List<Gate> gates, PreparedImages images, int threads) {
        Probe probe = new Probe(net);
        gates.forEach(probe::add);
        Map<Gate, ChannelMoments> moments = new LinkedHashMap<>();
        Graph alive = new FoldPipeline(List.of()).folded(probe.graph, FoldListener.NONE);
        try (OrtModel model = new OrtModel(OnnxFile.bytes(alive), SessionSettings.cpu(threads))) {
            String input = model.inputs().get(0).name();
            for (ImageBatch batch : images.batches()) {
                List<FloatTensor> seen =
                        List.copyOf(model.run(Map.of(input, batch.input())).values());
                for (int i = 0; i < gates.size(); i++) {
                    read(gates.get(i), seen.subList(OUTPUTS * i, OUTPUTS * (i + 1)), batch.size(), moments);
                }
                images.seen(batch.size());
            }
        }
        moments.values().removeIf(sums -> sums.spread() > ROUNDING);
        return moments;
    }

    private void add(Gate gate) {
        String x = real(gate, gate.scaled());
        String square = node(gate, "Mul", "square", Attributes.none(), x, x);
        String read = real(gate, gate.factor());
        long[] ones = new long[gate.dims().size()];
        Arrays.fill(ones, 1);
        String factor = zeros(gate, "ranked", read, ones);
        String g = gate.divides() ? node(gate, "Reciprocal", "factor", Attributes.none(), factor) : factor;
        // at most as large as a constant, whatever g was expanded to: those numbers are all the same
        for (String output : List.of(
                reduced(gate, "ReduceMean", "g", g),
                reduced(gate, "ReduceMax", "most", g),
                reduced(gate, "ReduceMin", "least", g),
                reduced(gate, "ReduceMean", "e", square))) {
            graph.addOutput(Value.tensor(
                    output,
                    ElementType.FLOAT,
                    Dim.list(Collections.nCopies(ones.length, new Dim.Unknown()).toArray())));
        }
    }

    /** Squares of float16 overflow from 256 on. */
    private String real(Gate gate, String value) {
        return node(gate, "Cast", "real", Attributes.none().withInt("to", ElementType.FLOAT.code()), value);
    }

    /** Over all axes along which a constant has one number, but for the first, and repeated to its size along the others. */
    private String reduced(Gate gate, String type, String what, String value) {
        long[] axes = IntStream.range(1, gate.dims().size())
                .filter(i -> gate.dims().get(i) == 1)
                .mapToLong(i -> i)
                .toArray();
        Attributes keep = Attributes.none().withInt("keepdims", 1);
        String small = value;
        if (axes.length > 0 && graph.opset() >= 18) {
            small = node(gate, type, what, keep, value, constant(gate, what + ".axes", axes));
        } else if (axes.length > 0) {
            small = node(gate, type, what, keep.withInts("axes", axes), value);
        }
        return zeros(gate, what + ".all", small, gate.shape());
    }

    /** With at least these sizes: adding zeros repeats a value in every version of ONNX. */
    private String zeros(Gate gate, String what, String value, long[] sizes) {
        String name = graph.freshName(gate.output() + ".probe." + what + ".zeros");
        int count = (int) Arrays.stream(sizes).reduce(1, Math::multiplyExact);
        graph.putInitializer(Tensor.of(name, sizes, new float[count]));
        return node(gate, "Add", what, Attributes.none(), value, name);
    }

    private String constant(Gate gate, String what, long[] numbers) {
        String name = graph.freshName(gate.output() + ".probe." + what);
        graph.putInitializer(Tensor.of(name, new long[] {numbers.length}, numbers));
        return name;
    }

    private String node(Gate gate, String type, String what, Attributes attributes, String... inputs) {
        String name = graph.freshName(gate.output() + ".probe." + what);
        graph.add(Node.of(name, type, List.of(inputs), List.of(name), attributes));
        return name;
    }

    /** @param seen g, the largest and the smallest of what it is the mean of, mean of x^2: each {@code [images, dims]} */
    private static void read(Gate gate, List<FloatTensor> seen, int images, Map<Gate, ChannelMoments> moments) {
        float[] g = seen.get(0).toArray();
        float[] most = seen.get(1).toArray();
        float[] least = seen.get(2).toArray();
        float[] e = seen.get(3).toArray();
        int channels = gate.channels();
        if (e.length != images * channels || g.length != images * channels) {
            throw new IllegalStateException("the probe of '" + gate.mul() + "' has " + g.length + " and " + e.length
                    + " numbers for " + images + " images and dims " + gate.dims());
        }
        ChannelMoments sums = moments.computeIfAbsent(gate, unseen -> new ChannelMoments(channels));
        for (int image = 0; image < images; image++) {
            int from = image * channels;
            int to = from + channels;
            sums.add(Arrays.copyOfRange(g, from, to), Arrays.copyOfRange(e, from, to));
            for (int i = from; i < to; i++) {
                sums.spread(most[i] - least[i], Math.max(Math.abs(most[i]), Math.abs(least[i])));
            }
        }
    }
}
