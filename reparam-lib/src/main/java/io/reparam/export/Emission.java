package io.reparam.export;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import java.util.List;

/** The graph under construction, seen from one block: what is added gets the block's path as a prefix of its name. */
final class Emission {
    private final GraphBuilder graph;
    private final EmitterTable table;
    private final String path;

    Emission(GraphBuilder graph, EmitterTable table, String path) {
        this.graph = graph;
        this.table = table;
        this.path = path;
    }

    /** Emits a child of the block by its own emitter. */
    String child(String name, Block block, String input) {
        return table.emit(block, input, new Emission(graph, table, name(name)));
    }

    /** A node of one output, which has the node's name. */
    String node(String opType, String name, Attributes attributes, String... inputs) {
        return graph.node(opType, name(name), attributes, inputs);
    }

    /** The last node of the net, whose output is the graph's. */
    String logits(String opType, String name, Attributes attributes, String... inputs) {
        graph.node(Node.of(name(name), opType, List.of(inputs), List.of(OnnxExporter.OUTPUT), attributes));
        return OnnxExporter.OUTPUT;
    }

    /** A direct parameter of a block as a constant, in the shape it has. */
    String weight(String name, Block owner, String parameter) {
        return weight(name, owner, parameter, array(owner, parameter).getShape().getShape());
    }

    /** A direct parameter of a block as a constant of another shape with as many values. */
    String weight(String name, Block owner, String parameter, long... dims) {
        return graph.initializer(name(name), dims, array(owner, parameter).toFloatArray());
    }

    private String name(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static NDArray array(Block owner, String parameter) {
        return owner.getDirectParameters().get(parameter).getArray();
    }
}
