package io.reparam.calibrate;

import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches gates while a net runs: a copy of the graph whose only outputs are, of each gate, g and the means over positions of x
 * and of x^2. So full maps never leave ONNX Runtime, and what lies behind the last gate is not computed.
 */
final class Probe {
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
    static Map<Gate, ChannelMoments> watch(Graph net, List<Gate> gates, Images images, int threads) {
        Probe probe = new Probe(net);
        gates.forEach(probe::add);
        Map<Gate, ChannelMoments> moments = new LinkedHashMap<>();
        Graph alive = new FoldPipeline(List.of()).run(probe.graph).graph();
        try (OrtModel model = new OrtModel(OnnxFile.bytes(alive), SessionSettings.cpu(threads))) {
            String input = model.inputs().get(0).name();
            for (Batch batch : images.batches()) {
                List<FloatTensor> seen =
                        List.copyOf(model.run(Map.of(input, batch.input())).values());
                for (int i = 0; i < gates.size(); i++) {
                    read(gates.get(i), seen.subList(3 * i, 3 * i + 3), batch.size(), moments);
                }
                images.seen(batch.size());
            }
        }
        return moments;
    }

    private void add(Gate gate) {
        String g = mean(gate, "g", real(gate, gate.factor()));
        String x = real(gate, gate.scaled());
        String square = node(gate, "Mul", "square", Attributes.none(), x, x);
        for (String output : List.of(g, mean(gate, "x", x), mean(gate, "e", square))) {
            Dim free = new Dim.Unknown();
            graph.addOutput(Value.tensor(output, ElementType.FLOAT, Dim.list(free, free, free, free)));
        }
    }

    /** Squares of float16 overflow from 256 on. */
    private String real(Gate gate, String value) {
        return node(gate, "Cast", "real", Attributes.none().withInt("to", ElementType.FLOAT.code()), value);
    }

    /** Of a factor that was expanded to all positions, too. */
    private String mean(Gate gate, String what, String value) {
        return node(gate, "GlobalAveragePool", what, Attributes.none(), value);
    }

    private String node(Gate gate, String type, String what, Attributes attributes, String... inputs) {
        String name = graph.freshName(gate.output() + ".probe." + what);
        graph.add(Node.of(name, type, List.of(inputs), List.of(name), attributes));
        return name;
    }

    /** @param seen g, mean of x, mean of x^2; each {@code [images, channels, 1, 1]}, or {@code [images, 1, 1, 1]} for g */
    private static void read(Gate gate, List<FloatTensor> seen, int images, Map<Gate, ChannelMoments> moments) {
        float[] g = seen.get(0).toArray();
        float[] x = seen.get(1).toArray();
        float[] e = seen.get(2).toArray();
        int channels = x.length / images;
        int factors = g.length / images;
        if (x.length % images != 0 || g.length % images != 0 || (factors != channels && factors != 1)) {
            return;
        }
        ChannelMoments sums = moments.computeIfAbsent(gate, unseen -> new ChannelMoments(channels));
        for (int image = 0; image < images; image++) {
            int from = image * channels;
            float[] row = Arrays.copyOfRange(g, image * factors, (image + 1) * factors);
            if (factors != channels) {
                float one = row[0];
                row = new float[channels];
                Arrays.fill(row, one);
            }
            sums.add(row, Arrays.copyOfRange(x, from, from + channels), Arrays.copyOfRange(e, from, from + channels));
        }
    }
}
