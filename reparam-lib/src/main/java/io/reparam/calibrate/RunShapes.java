package io.reparam.calibrate;

import io.reparam.fold.FoldListener;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The sizes that values really have when a net runs: a copy of the graph tells the Shape of each of them. So no exporter's way to
 * compute a size is too winding.
 */
final class RunShapes {
    /** Their results may be no tensors. */
    private static final Pattern NO_TENSORS =
            Pattern.compile("Sequence.*|SplitToSequence|Optional.*|If|Loop|Scan|ZipMap");

    private RunShapes() {}

    /**
     * @param input images in the form that the net takes
     * @return sizes by value, of those that have any
     * @throws io.reparam.ort.OrtModelException if the net does not run
     */
    static Map<String, List<Long>> of(Graph net, FloatTensor input, int threads) {
        Map<String, List<Long>> shapes = new HashMap<>();
        net.initializers().forEach((name, tensor) -> shapes.put(name, tensor.dims()));
        Graph asked = net.copy();
        net.outputs().forEach(output -> asked.removeOutput(output.name()));
        List<String> values = new ArrayList<>();
        net.inputs().stream()
                .map(Value::name)
                .filter(name -> !net.initializers().containsKey(name))
                .forEach(values::add);
        net.nodes().stream()
                .filter(node -> !NO_TENSORS.matcher(node.opType()).matches())
                .forEach(node ->
                        node.outputs().stream().filter(name -> !name.isEmpty()).forEach(values::add));
        List<String> told = new ArrayList<>();
        for (String value : values) {
            String shape = node(asked, "Shape", Attributes.none(), value);
            told.add(node(asked, "Shape", Attributes.none(), shape));
            told.add(shape);
        }
        String all = asked.freshName("shapes.all");
        asked.add(Node.of(all, "Concat", told, List.of(all), Attributes.none().withInt("axis", 0)));
        String real = node(asked, "Cast", Attributes.none().withInt("to", ElementType.FLOAT.code()), all);
        asked.addOutput(Value.tensor(real, ElementType.FLOAT, Dim.list(new Dim.Unknown())));
        Graph alive = new FoldPipeline(List.of()).folded(asked, FoldListener.NONE);
        float[] numbers;
        try (OrtModel model = new OrtModel(OnnxFile.bytes(alive), SessionSettings.cpu(threads))) {
            String name = model.inputs().get(0).name();
            numbers =
                    List.copyOf(model.run(Map.of(name, input)).values()).get(0).toArray();
        }
        int at = 0;
        for (String value : values) {
            int rank = (int) numbers[at++];
            List<Long> shape = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                shape.add((long) numbers[at++]);
            }
            shapes.put(value, List.copyOf(shape));
        }
        return shapes;
    }

    private static String node(Graph graph, String type, Attributes attributes, String input) {
        String name = graph.freshName(input + ".shapes");
        graph.add(Node.of(name, type, List.of(input), List.of(name), attributes));
        return name;
    }

    /** Images of nothing in particular, of a size that the net takes. */
    static FloatTensor sample(long... shape) {
        FloatTensor input = FloatTensor.zeros(shape);
        for (int i = 0; i < input.data().capacity(); i++) {
            input.data().put(i, (i * 7919L % 1000) / 1000f - 0.5f);
        }
        return input;
    }
}
