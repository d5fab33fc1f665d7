package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which node of a model's main graph computes which tensor from which others, and models made of a part of it. */
public final class Wiring {
    private static final String MADE = ".made";

    private final ModelProto model;
    private final Map<String, Integer> producers = new HashMap<>();
    private final List<Set<String>> reads = new ArrayList<>();
    private final List<String> inputs;
    private final List<String> outputs;
    private final List<String> computed;
    private final String suffix;

    private Wiring(ModelProto model) {
        this.model = model;
        GraphProto graph = model.getGraph();
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        graph.getSparseInitializerList()
                .forEach(t -> constants.add(t.getValues().getName()));
        inputs = graph.getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !constants.contains(name))
                .toList();
        outputs = graph.getOutputList().stream()
                .map(ValueInfoProto::getName)
                .distinct()
                .toList();
        Set<String> names = new HashSet<>(inputs);
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            Set<String> read = new LinkedHashSet<>();
            reads(node, read);
            reads.add(read);
            names.addAll(read);
            for (String output : node.getOutputList()) {
                if (!output.isEmpty()) {
                    producers.put(output, i);
                    names.add(output);
                }
            }
        }
        Set<String> varying = varying(graph.getNodeList());
        computed = List.copyOf(varying);
        String free = MADE;
        while (endsWith(names, free)) {
            free += "'";
        }
        suffix = free;
    }

    /** What depends on an input; once around unless a file's nodes are not in order, which ONNX Runtime takes. */
    private Set<String> varying(List<NodeProto> nodes) {
        Set<String> varying = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < nodes.size(); i++) {
                if (reads.get(i).stream().anyMatch(name -> inputs.contains(name) || varying.contains(name))) {
                    more |= varying.addAll(nodes.get(i).getOutputList());
                }
            }
        }
        varying.remove("");
        return varying;
    }

    /** @throws IOException if the model cannot be read */
    public static Wiring of(OnnxSource source) throws IOException {
        return new Wiring(source.read());
    }

    /** Results of nodes that depend on an input, in the order of the nodes. */
    public List<String> computed() {
        return computed;
    }

    public List<String> outputs() {
        return outputs;
    }

    /** What a tensor that was cut is called where it is computed. */
    public String made(String name) {
        return name + suffix;
    }

    /** What computing some tensors needs: the cuts that are met first on the way back from them, in the order of the nodes. */
    public Set<String> frontier(Collection<String> wanted, Set<String> cuts) {
        Set<String> met = new HashSet<>();
        walk(wanted, cuts, met);
        return new LinkedHashSet<>(computed.stream().filter(met::contains).toList());
    }

    /** Tensors on the way back from some others to the cuts, themselves included, in the order of the nodes. */
    public List<String> between(Collection<String> wanted, Set<String> cuts) {
        Set<Integer> nodes = walk(wanted, cuts, new HashSet<>());
        return computed.stream()
                .filter(name -> nodes.contains(producers.getOrDefault(name, -1)) && !cuts.contains(name))
                .toList();
    }

    /**
     * A model that computes some tensors from the graph's inputs and from tensors that are given.
     *
     * @param wanted its outputs, besides those that it reads under their own names; a tensor that is given as well is found as
     *     {@link #made}
     * @param given type and rank of the tensors that are given
     */
    public byte[] part(Collection<String> wanted, Map<String, TensorKind> given) {
        Set<Integer> needed = walk(wanted, given.keySet(), new HashSet<>());
        GraphProto whole = model.getGraph();
        GraphProto.Builder part =
                whole.toBuilder().clearNode().clearOutput().clearInitializer().clearValueInfo();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < whole.getNodeCount(); i++) {
            if (needed.contains(i)) {
                part.addNode(renamed(whole.getNode(i), given.keySet()));
                used.addAll(reads.get(i));
            }
        }
        for (TensorProto tensor : whole.getInitializerList()) {
            if (used.contains(tensor.getName()) || isInput(tensor.getName()) || wanted.contains(tensor.getName())) {
                part.addInitializer(tensor);
            }
        }
        whole.getValueInfoList().stream()
                .filter(value -> !given.containsKey(value.getName()))
                .forEach(part::addValueInfo);
        given.forEach((name, kind) -> part.addInput(kind.named(name)));
        Map<String, ValueInfoProto> declared = new LinkedHashMap<>();
        whole.getOutputList().forEach(output -> declared.put(output.getName(), output));
        for (String name : new LinkedHashSet<>(wanted)) {
            if (given.containsKey(name)) {
                part.addOutput(ValueInfoProto.newBuilder().setName(made(name)));
            } else {
                part.addOutput(declared.getOrDefault(
                        name, ValueInfoProto.newBuilder().setName(name).build()));
            }
        }
        return model.toBuilder().setGraph(part).build().toByteArray();
    }

    /** Shapes that the first layer after an input asks for, -1 where it does not; most likely ones first. */
    public List<List<Long>> asked(String input) {
        Map<String, List<Long>> weights = new HashMap<>();
        model.getGraph().getInitializerList().forEach(t -> weights.put(t.getName(), t.getDimsList()));
        List<List<Long>> shapes = new ArrayList<>();
        Deque<String> next = new ArrayDeque<>(List.of(input));
        Set<String> seen = new HashSet<>(next);
        for (int steps = 0; steps < 64 && !next.isEmpty(); steps++) {
            String name = next.remove();
            for (NodeProto node : model.getGraph().getNodeList()) {
                if (!node.getInputList().contains(name)) {
                    continue;
                }
                List<Long> weight =
                        node.getInputCount() < 2 ? List.of() : weights.getOrDefault(node.getInput(1), List.of());
                List<Long> before = weights.getOrDefault(node.getInput(0), List.of());
                if (node.getOpType().equals("MatMul") && before.size() == 2) {
                    shapes.add(List.of(-1L, -1L, before.get(1), -1L));
                    shapes.add(List.of(-1L, before.get(1), -1L));
                    continue;
                }
                switch (node.getOpType()) {
                    case "Conv" -> shapes.add(maps(weight, weight.size() < 2 ? -1 : weight.get(1) * group(node)));
                    case "ConvTranspose" -> shapes.add(maps(weight, weight.isEmpty() ? -1 : weight.get(0)));
                    case "Gemm" -> shapes.add(matrix(weight, transposed(node)));
                    case "MatMul" -> {
                        shapes.add(matrix(weight, false));
                        shapes.add(List.of(-1L, -1L, matrix(weight, false).get(1)));
                    }
                    default -> node.getOutputList().stream().filter(seen::add).forEach(next::add);
                }
            }
        }
        shapes.addAll(List.of(List.of(-1L, 3L, -1L, -1L), List.of(-1L, 1L, -1L, -1L)));
        shapes.addAll(List.of(List.of(-1L, -1L, -1L), List.of(-1L, -1L), List.of(-1L)));
        return shapes.stream().distinct().toList();
    }

    private static List<Long> maps(List<Long> weight, long channels) {
        List<Long> shape = new ArrayList<>(List.of(-1L, channels));
        for (int i = 2; i < weight.size(); i++) {
            shape.add(-1L);
        }
        return shape;
    }

    private static List<Long> matrix(List<Long> weight, boolean transposed) {
        return List.of(-1L, weight.size() != 2 ? -1L : weight.get(transposed ? 1 : 0));
    }

    private static long group(NodeProto node) {
        return node.getAttributeList().stream()
                .filter(a -> a.getName().equals("group"))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(1);
    }

    private static boolean transposed(NodeProto node) {
        return node.getAttributeList().stream().anyMatch(a -> a.getName().equals("transB") && a.getI() != 0);
    }

    private boolean isInput(String name) {
        return model.getGraph().getInputList().stream()
                .anyMatch(input -> input.getName().equals(name));
    }

    /** Only where it is computed: all who read it read what is given, those in bodies of loops and branches among them. */
    private NodeProto renamed(NodeProto node, Set<String> given) {
        if (node.getOutputList().stream().noneMatch(given::contains)) {
            return node;
        }
        NodeProto.Builder renamed = node.toBuilder().clearOutput();
        node.getOutputList().forEach(output -> renamed.addOutput(given.contains(output) ? made(output) : output));
        return renamed.build();
    }

    /**
     * The nodes between.
     *
     * @param met receives the cuts that end the walk
     */
    private Set<Integer> walk(Collection<String> wanted, Set<String> cuts, Set<String> met) {
        Set<Integer> nodes = new HashSet<>();
        Deque<Integer> next = new ArrayDeque<>();
        for (String name : wanted) {
            Integer producer = producers.get(name);
            if (producer != null && nodes.add(producer)) {
                next.add(producer);
            }
        }
        while (!next.isEmpty()) {
            for (String read : reads.get(next.remove())) {
                Integer producer = producers.get(read);
                if (cuts.contains(read)) {
                    met.add(read);
                } else if (producer != null && nodes.add(producer)) {
                    next.add(producer);
                }
            }
        }
        return nodes;
    }

    /** What a node reads, in its bodies too: a name that a body defines itself is harmless, for it is not the main graph's. */
    private static void reads(NodeProto node, Set<String> names) {
        node.getInputList().stream().filter(name -> !name.isEmpty()).forEach(names::add);
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                reads(attribute.getG(), names);
            }
            attribute.getGraphsList().forEach(graph -> reads(graph, names));
        }
    }

    private static void reads(GraphProto body, Set<String> names) {
        body.getNodeList().forEach(node -> reads(node, names));
        body.getOutputList().forEach(output -> names.add(output.getName()));
    }

    private static boolean endsWith(Set<String> names, String end) {
        return names.stream().anyMatch(name -> name.endsWith(end));
    }

    /**
     * Type and rank of a tensor.
     *
     * @param type ONNX's number of the element type
     * @param rank number of dimensions
     */
    public record TensorKind(int type, int rank) {
        ValueInfoProto named(String name) {
            TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type);
            tensor.getShapeBuilder();
            for (int i = 0; i < rank; i++) {
                tensor.getShapeBuilder().addDim(Dimension.newBuilder());
            }
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder().setTensorType(tensor))
                    .build();
        }
    }
}
