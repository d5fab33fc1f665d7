package io.reparam.fold.layer;

import io.reparam.fold.GraphEdit;
import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node with other constants, not yet stored.
 *
 * @param node as it stands in the graph
 * @param attributes that it will have
 * @param constants by the input they will be
 */
public record NodeChange(Node node, Attributes attributes, Map<Integer, NdArray> constants) {
    public static NodeChange of(Node node) {
        return new NodeChange(node, node.attributes(), Map.of());
    }

    public NodeChange with(int input, NdArray values) {
        Map<Integer, NdArray> changed = new TreeMap<>(constants);
        changed.put(input, values);
        return new NodeChange(node, attributes, changed);
    }

    public NodeChange with(Attributes changed) {
        return new NodeChange(node, changed, constants);
    }

    /** Stores the constants; a shared one is copied. The node that reads them is not in the graph yet. */
    Node stored(GraphEdit edit) {
        List<String> inputs = new ArrayList<>(node.inputs());
        constants.forEach((input, values) -> {
            while (inputs.size() <= input) {
                inputs.add("");
            }
            inputs.set(
                    input,
                    node.hasInput(input)
                            ? edit.store(node.input(input), values, node)
                            : edit.store(node.id() + ".bias", values));
        });
        return node.withInputs(inputs).withAttributes(attributes);
    }
}
