package io.reparam.verify.cut;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Ifs of a model, in bodies of others too, and copies of the model that take a branch whatever the condition says. Inputs that
 * are drawn may never meet a condition that depends on them. An If is called what its first output is called.
 */
public final class Branches {
    private static final String FORCED = "forced";

    private final OnnxSource source;
    private final ModelProto model;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> functions = new TreeSet<>();

    /**
     * Where an If is.
     *
     * @param results of its bodies
     * @param path what the Ifs around it decide
     */
    private record Place(String results, Map<String, Boolean> path) {}

    private Branches(OnnxSource source, ModelProto model) {
        this.source = source;
        this.model = model;
        model.getGraph().getNodeList().forEach(node -> collect(node, places, Map.of()));
        for (FunctionProto function : model.getFunctionsList()) {
            Map<String, Place> inside = new LinkedHashMap<>();
            function.getNodeList().forEach(node -> collect(node, inside, Map.of()));
            if (!inside.isEmpty()) {
                functions.add(function.getName());
            }
        }
    }

    /** @throws IOException if the model cannot be read */
    public static Branches of(OnnxSource source) throws IOException {
        Branches seen = new Branches(source, source.outline());
        return seen.any() ? new Branches(source, source.read()) : seen;
    }

    /**
     * Ifs of the main graph and of bodies in it that another model has, too, in the order of the nodes: first outputs. An If that a
     * fold has put in the place of another may have the other's outputs, but not the results of the other's bodies.
     */
    public List<String> in(Branches other) {
        return places.keySet().stream().filter(name -> isIn(other, name)).toList();
    }

    private boolean isIn(Branches other, String name) {
        Place own = places.get(name);
        Place others = other.places.get(name);
        return own != null && others != null && own.results.equals(others.results);
    }

    /** What the Ifs around one decide where it is reached. */
    public Map<String, Boolean> path(String name) {
        Place place = places.get(name);
        return place == null ? Map.of() : place.path;
    }

    /** Whether there is any in the main graph, or in bodies in it. */
    public boolean any() {
        return !places.isEmpty();
    }

    /** Local functions with Ifs, whose conditions nothing can be put in place of. */
    public Set<String> functions() {
        return functions;
    }

    /** A copy in which some Ifs have a condition that is given. */
    public OnnxSource taking(Map<String, Boolean> given) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String prefix = FORCED;
        while (uses(model.getGraph(), prefix)) {
            prefix += "'";
        }
        for (boolean value : new boolean[] {false, true}) {
            graph.addInitializer(TensorProto.newBuilder()
                    .setName(prefix + value)
                    .setDataType(TensorProto.DataType.BOOL_VALUE)
                    .addInt32Data(value ? 1 : 0));
        }
        force(graph, given, prefix);
        return source.with(model.toBuilder().setGraph(graph).build().toByteArray());
    }

    private static void collect(NodeProto node, Map<String, Place> places, Map<String, Boolean> path) {
        if (isIf(node)) {
            places.put(node.getOutput(0), new Place(results(node), path));
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            Map<String, Boolean> inner = new HashMap<>(path);
            if (isIf(node)) {
                inner.put(node.getOutput(0), attribute.getName().equals("then_branch"));
            }
            attribute.getG().getNodeList().forEach(each -> collect(each, places, inner));
        }
    }

    private static String results(NodeProto node) {
        return node.getAttributeList().stream()
                .sorted(Comparator.comparing(AttributeProto::getName))
                .flatMap(body -> body.getG().getOutputList().stream())
                .map(ValueInfoProto::getName)
                .collect(Collectors.joining(", "));
    }

    private static boolean isIf(NodeProto node) {
        return node.getOpType().equals("If") && node.getOutputCount() > 0 && node.getInputCount() > 0;
    }

    private static void force(GraphProto.Builder graph, Map<String, Boolean> given, String prefix) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (isIf(node.build()) && given.containsKey(node.getOutput(0))) {
                node.setInput(0, prefix + given.get(node.getOutput(0)));
            }
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasG()) {
                    force(attribute.getGBuilder(), given, prefix);
                }
            }
        }
    }

    private static boolean uses(GraphProto graph, String prefix) {
        return graph.getNodeList().stream()
                        .anyMatch(node -> node.getInputList().stream().anyMatch(name -> name.startsWith(prefix))
                                || node.getOutputList().stream().anyMatch(name -> name.startsWith(prefix))
                                || node.getAttributeList().stream().anyMatch(each -> uses(each.getG(), prefix)))
                || graph.getInputList().stream()
                        .anyMatch(input -> input.getName().startsWith(prefix))
                || graph.getInitializerList().stream()
                        .anyMatch(tensor -> tensor.getName().startsWith(prefix));
    }
}
