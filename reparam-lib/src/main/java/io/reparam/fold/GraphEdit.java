package io.reparam.fold;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.Constants;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link RuleVerdict.Rewrite} may do to the graph. */
public final class GraphEdit {
    private final Graph graph;
    private final Constants constants;

    GraphEdit(Graph graph, Constants constants) {
        this.graph = graph;
        this.constants = constants;
    }

    public Graph graph() {
        return graph;
    }

    /**
     * Stores a constant that a node will read instead of another one. Where nobody else reads that one, its name stays; where
     * somebody does, the constant gets a new name and the other keeps its values.
     *
     * @param old name of the constant so far
     * @param reader the only node that will read the new values
     * @return the constant's name, which is that of an equal one that was stored before
     */
    public String store(String old, NdArray values, Node reader) {
        List<Node> readers = graph.consumers(old);
        boolean alone = readers.size() == 1
                && readers.get(0).equals(reader)
                && reader.inputs().stream().filter(old::equals).count() == 1;
        boolean sameShape = graph.initializer(old)
                .filter(tensor ->
                        Arrays.equals(tensor.dims().stream().mapToLong(d -> d).toArray(), values.dims()))
                .isPresent(); // below IR version 4 the graph's inputs say the shape, too
        boolean own = alone && sameShape && !graph.isOutput(old);
        String name = own ? old : graph.freshName(old);
        return put(name, values);
    }

    /** Stores a constant under a wished name, or the wish with a number if the name is taken; once if an equal one is stored. */
    public String store(String wish, NdArray values) {
        return put(graph.freshName(wish), values);
    }

    /** Turns the outputs of a node into initializers of the same names, and into Constants where they are the graph's. */
    public void freeze(Node node, Map<String, NdArray> outputs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        outputs.forEach((name, values) -> tensors.put(name, values.toTensor(name)));
        freezeAs(node, tensors);
        outputs.forEach((name, values) -> {
            if (!graph.isOutput(name)) {
                constants.remember(name, values);
            }
        });
    }

    /** The same for constants of any type, as they are. */
    public void freezeAs(Node node, Map<String, Tensor> outputs) {
        outputs.forEach((name, tensor) -> {
            if (graph.isOutput(name)) { // whose name must be a node's
                Attributes value = Attributes.none().withTensor("value", tensor.named(""));
                graph.insertBefore(node, Node.of(node.name(), "Constant", List.of(), List.of(name), value));
            }
        });
        graph.remove(node);
        outputs.keySet().forEach(constants::retry);
        outputs.forEach((name, tensor) -> {
            if (!graph.isOutput(name)) {
                graph.putInitializer(tensor.named(name));
            }
        });
    }

    /** Lets every node that reads a value read another one; no subgraph may read it, for names in there are not changed. */
    public void redirect(String from, String to) {
        for (Node reader : List.copyOf(graph.consumers(from))) {
            List<String> inputs = reader.inputs().stream()
                    .map(name -> name.equals(from) ? to : name)
                    .toList();
            graph.replace(reader, reader.withInputs(inputs));
        }
    }

    private String put(String name, NdArray values) {
        Tensor tensor = values.toTensor(name);
        Optional<String> twin = constants.twin(tensor, graph);
        if (twin.isPresent()) {
            return twin.get();
        }
        graph.putInitializer(tensor);
        if (graph.irVersion() < 4 && !graph.isInput(name)) {
            List<Dim> dims = Dim.list(tensor.dims().toArray());
            graph.addInput(Value.tensor(name, tensor.type(), dims)); // such an old file lists every initializer
        }
        constants.remember(name, values);
        return name;
    }

    /** Lets a changed node compute what a later node computed, which goes. */
    public void absorb(Node old, Node changed, Node absorbed) {
        graph.replace(old, changed.withOutputs(List.of(absorbed.output(0))));
        graph.remove(absorbed);
    }
}
