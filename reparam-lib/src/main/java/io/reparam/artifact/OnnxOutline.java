package io.reparam.artifact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inputs, outputs and operators of an ONNX file, read without its weights and without ONNX Runtime.
 *
 * @param inputs that come from outside
 * @param outputs in the graph's order
 * @param producers the operator that makes each value of the main graph
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public record OnnxOutline(List<Port> inputs, List<Port> outputs, Map<String, Operator> producers) {
    /** ONNX's number of it. */
    static final int UINT8 = 2;

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int TENSOR_NAME = 8;

    /**
     * An input or output.
     *
     * @param elementType ONNX's number of it, 1 for float32; 0 if it is not a tensor
     * @param shape -1 where a size is free; null if nothing is declared
     */
    public record Port(
            String name, int elementType, @Nullable List<Long> shape) {
        private static final List<String> TYPES = List.of(
                "no tensor",
                "FLOAT",
                "UINT8",
                "INT8",
                "UINT16",
                "INT16",
                "INT32",
                "INT64",
                "STRING",
                "BOOL",
                "FLOAT16",
                "DOUBLE",
                "UINT32",
                "UINT64",
                "COMPLEX64",
                "COMPLEX128",
                "BFLOAT16");

        /** For people, as in {@code 'logits' FLOAT [-1, 1000]}. */
        @Override
        public String toString() {
            String type = elementType < TYPES.size() ? TYPES.get(elementType) : "of ONNX's type " + elementType;
            return "'" + name + "' " + type + " " + (shape == null ? "of unknown shape" : shape);
        }
    }

    /** An operator and what it reads. */
    public record Operator(String type, List<String> inputs) {}

    /** @throws IllegalArgumentException if it is not an ONNX model */
    public static OnnxOutline of(byte[] onnx) {
        ProtoFields model = new ProtoFields(onnx, 0, onnx.length);
        while (model.next()) {
            if (model.number == MODEL_GRAPH && model.type == ProtoFields.BYTES) {
                return graph(model.inside());
            }
        }
        throw new IllegalArgumentException("the file is not an ONNX model: it has no graph");
    }

    /** What makes an output; null if it is an input or a constant. */
    public @Nullable Operator producer(String value) {
        return producers.get(value);
    }

    private static OnnxOutline graph(ProtoFields graph) {
        List<Port> inputs = new ArrayList<>();
        List<Port> outputs = new ArrayList<>();
        Map<String, Operator> producers = new HashMap<>();
        Set<String> constants = new HashSet<>();
        while (graph.next()) {
            switch (graph.number) {
                case GRAPH_NODE -> node(graph.inside(), producers);
                case GRAPH_INITIALIZER -> constants.add(text(graph.inside(), TENSOR_NAME));
                case GRAPH_INPUT -> inputs.add(port(graph.inside()));
                case GRAPH_OUTPUT -> outputs.add(port(graph.inside()));
                default -> {
                    // not asked for
                }
            }
        }
        inputs.removeIf(input -> constants.contains(input.name));
        return new OnnxOutline(List.copyOf(inputs), List.copyOf(outputs), Map.copyOf(producers));
    }

    private static void node(ProtoFields node, Map<String, Operator> producers) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String type = "";
        while (node.next()) {
            switch (node.number) {
                case 1 -> inputs.add(node.text());
                case 2 -> outputs.add(node.text());
                case 4 -> type = node.text();
                default -> {
                    // names and attributes
                }
            }
        }
        Operator operator = new Operator(type, List.copyOf(inputs));
        outputs.forEach(output -> producers.put(output, operator));
    }

    private static Port port(ProtoFields info) {
        String name = "";
        Port port = new Port(name, 0, null);
        while (info.next()) {
            if (info.number == 1) {
                name = info.text();
            } else if (info.number == 2) {
                ProtoFields type = info.inside();
                while (type.next()) {
                    if (type.number == 1) {
                        port = tensor(type.inside());
                    }
                }
            }
        }
        return new Port(name, port.elementType, port.shape);
    }

    private static Port tensor(ProtoFields tensor) {
        int elementType = 0;
        List<Long> shape = null;
        while (tensor.next()) {
            if (tensor.number == 1) {
                elementType = (int) tensor.value;
            } else if (tensor.number == 2) {
                shape = new ArrayList<>();
                ProtoFields dims = tensor.inside();
                while (dims.next()) {
                    shape.add(dim(dims.inside()));
                }
            }
        }
        return new Port("", elementType, shape);
    }

    private static long dim(ProtoFields dim) {
        long size = -1;
        while (dim.next()) {
            if (dim.number == 1) {
                size = dim.value;
            }
        }
        return size;
    }

    private static String text(ProtoFields message, int field) {
        String found = "";
        while (message.next()) {
            if (message.number == field && message.type == ProtoFields.BYTES) {
                found = message.text();
            }
        }
        return found;
    }
}
