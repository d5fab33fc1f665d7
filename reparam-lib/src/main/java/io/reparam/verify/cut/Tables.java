package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables of which inputs choose rows, such as embeddings of words.
 *
 * @param all in the order of the nodes
 */
public record Tables(List<Table> all) {
    private static final Set<String> PASSES =
            Set.of("Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Transpose");

    /**
     * A constant whose rows an input chooses.
     *
     * @param input of the model
     * @param result the rows that were chosen
     * @param rows of the table
     */
    public record Table(String input, String result, int rows) {}

    /** @throws IOException if the model cannot be read */
    public static Tables of(OnnxSource source) throws IOException {
        ModelProto outline = source.outline();
        boolean any = outline.getGraph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals("Gather"));
        return new Tables(any ? tables(source.read().getGraph()) : List.of());
    }

    private static List<Table> tables(GraphProto graph) {
        Map<String, List<Long>> constants = new HashMap<>();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor.getDimsList()));
        List<Table> tables = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            Set<String> same = new HashSet<>(Set.of(input.getName()));
            for (NodeProto node : graph.getNodeList()) {
                if (node.getInputCount() > 0 && PASSES.contains(node.getOpType()) && same.contains(node.getInput(0))) {
                    same.add(node.getOutput(0));
                } else if (node.getOpType().equals("Gather") && same.contains(node.getInput(1))) {
                    List<Long> dims = constants.getOrDefault(node.getInput(0), List.of());
                    int axis = axis(node, dims.size());
                    if (axis >= 0 && axis < dims.size() && dims.get(axis) > 0 && dims.get(axis) < Integer.MAX_VALUE) {
                        tables.add(new Table(
                                input.getName(),
                                node.getOutput(0),
                                dims.get(axis).intValue()));
                    }
                }
            }
        }
        return tables;
    }

    private static int axis(NodeProto gather, int rank) {
        int axis = gather.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("axis"))
                .mapToInt(attribute -> (int) attribute.getI())
                .findFirst()
                .orElse(0);
        return axis < 0 ? axis + rank : axis;
    }
}
