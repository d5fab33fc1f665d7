package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a model's local functions instead of the nodes that call them, in subgraphs and other functions as well: what a function
 * hides, no rule sees. Its values get the call's name before their own. A function for other operator versions than the model's is
 * left, with those that it calls.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html#functions">ONNX functions</a>
 */
final class FunctionInliner {
    private static final int MOST_NODES = 1_000_000; // functions that call others twice grow by powers of two

    /** What a call names. */
    private record Key(String domain, String name, String overload) {
        static Key of(FunctionProto function) {
            return of(function.getDomain(), function.getName(), function.getOverload());
        }

        static Key of(String domain, String name, String overload) {
            return new Key(domain.equals("ai.onnx") ? "" : domain, name, overload);
        }
    }

    private final Map<Key, FunctionProto> functions = new HashMap<>();
    private final Map<String, Long> opsets = new HashMap<>();
    private final Map<String, Long> added = new HashMap<>();
    private final Set<String> names;
    private final Set<Key> open = new HashSet<>();
    private int nodes;

    private FunctionInliner(ModelProto model) {
        names = ScopeNames.all(Set.of(model.getGraph()));
        model.getOpsetImportList().forEach(opset -> opsets.put(domain(opset), opset.getVersion()));
        for (FunctionProto function : model.getFunctionsList()) {
            if (function.getOpsetImportList().stream().allMatch(this::isModels)) {
                functions.put(Key.of(function), function);
                function.getOpsetImportList().forEach(opset -> added.putIfAbsent(domain(opset), opset.getVersion()));
            }
        }
    }

    /** @throws IllegalArgumentException if a function calls itself, or all calls make too many nodes */
    static ModelProto inline(ModelProto model) {
        if (model.getFunctionsCount() == 0) {
            return model;
        }
        FunctionInliner inliner = new FunctionInliner(model);
        ModelProto.Builder flat = model.toBuilder().setGraph(inliner.flat(model.getGraph()));
        List<FunctionProto> called = called(model.getFunctionsList(), flat.getGraph());
        flat.clearFunctions().addAllFunctions(called);
        inliner.added.forEach((domain, version) -> {
            if (!inliner.opsets.containsKey(domain)) {
                flat.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
            }
        });
        return flat.build();
    }

    /** Those that what is left calls: the ones that stay, and what they call themselves. */
    private static List<FunctionProto> called(List<FunctionProto> all, GraphProto flat) {
        Set<Key> calls = new HashSet<>();
        gather(flat.getNodeList(), calls);
        int before = -1;
        while (calls.size() > before) {
            before = calls.size();
            all.stream().filter(f -> calls.contains(Key.of(f))).forEach(f -> gather(f.getNodeList(), calls));
        }
        return all.stream().filter(f -> calls.contains(Key.of(f))).toList();
    }

    private static void gather(List<NodeProto> nodes, Set<Key> calls) {
        for (NodeProto node : nodes) {
            calls.add(Key.of(node.getDomain(), node.getOpType(), node.getOverload()));
            for (AttributeProto attribute : node.getAttributeList()) {
                gather(attribute.getG().getNodeList(), calls);
                attribute.getGraphsList().forEach(graph -> gather(graph.getNodeList(), calls));
            }
        }
    }

    /** Whether the model means the same version, or none: then it gets the function's. */
    private boolean isModels(OperatorSetIdProto opset) {
        long version = opset.getVersion();
        return opsets.getOrDefault(domain(opset), version) == version
                && added.getOrDefault(domain(opset), version) == version;
    }

    private static String domain(OperatorSetIdProto opset) {
        return opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
    }

    private GraphProto flat(GraphProto graph) {
        return graph.toBuilder()
                .clearNode()
                .addAllNode(flat(graph.getNodeList()))
                .build();
    }

    private List<NodeProto> flat(List<NodeProto> calls) {
        List<NodeProto> flat = new ArrayList<>();
        for (NodeProto node : calls) {
            Key key = Key.of(node.getDomain(), node.getOpType(), node.getOverload());
            FunctionProto function = functions.get(key);
            if (function == null) {
                flat.add(withFlatSubgraphs(node));
                continue;
            }
            if (!open.add(key)) {
                throw new IllegalArgumentException("function '" + key.name() + "' calls itself");
            }
            flat.addAll(flat(body(node, function)));
            open.remove(key);
        }
        nodes += calls.size();
        if (nodes > MOST_NODES) {
            throw new IllegalArgumentException("its functions make more than " + MOST_NODES + " nodes");
        }
        return flat;
    }

    private NodeProto withFlatSubgraphs(NodeProto node) {
        if (node.getAttributeList().stream().noneMatch(a -> a.hasG() || a.getGraphsCount() > 0)) {
            return node;
        }
        NodeProto.Builder changed = node.toBuilder();
        for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(flat(attribute.getG()));
            }
            for (int i = 0; i < attribute.getGraphsCount(); i++) {
                attribute.setGraphs(i, flat(attribute.getGraphs(i)));
            }
        }
        return changed.build();
    }

    /** A function's nodes with the values and attributes of one call. */
    private List<NodeProto> body(NodeProto call, FunctionProto function) {
        Map<String, String> renamed = new HashMap<>(Map.of("", ""));
        for (int i = 0; i < function.getInputCount(); i++) {
            renamed.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
        }
        Map<String, String> copied = new HashMap<>(); // outputs that cannot be renamed, by the call's name for them
        for (int i = 0; i < call.getOutputCount() && i < function.getOutputCount(); i++) {
            String wanted = call.getOutput(i);
            if (!wanted.isEmpty() && renamed.putIfAbsent(function.getOutput(i), wanted) != null) {
                copied.put(wanted, function.getOutput(i)); // an input, or given out twice
            }
        }
        String prefix = (call.getName().isEmpty() ? function.getName() : call.getName()) + "/";
        Map<String, AttributeProto> attributes = new HashMap<>();
        function.getAttributeProtoList().forEach(a -> attributes.put(a.getName(), a));
        call.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
        List<NodeProto> body = new ArrayList<>();
        for (NodeProto node : function.getNodeList()) {
            NodeProto own = ScopeNames.renamed(
                    withAttributes(node, attributes), name -> renamed.computeIfAbsent(name, n -> fresh(prefix + n)));
            body.add(own.toBuilder()
                    .setName(node.getName().isEmpty() ? "" : prefix + node.getName())
                    .build());
        }
        copied.forEach((wanted, inner) -> body.add(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(renamed.computeIfAbsent(inner, n -> fresh(prefix + n)))
                .addOutput(wanted)
                .build()));
        return body;
    }

    private String fresh(String wish) {
        String name = wish;
        for (int i = 1; !names.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /** Attributes by reference get the call's value, or the function's own; without either they are left out. */
    private static NodeProto withAttributes(NodeProto node, Map<String, AttributeProto> values) {
        NodeProto.Builder changed = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            String reference = attribute.getRefAttrName();
            AttributeProto value = reference.isEmpty() ? attribute : values.get(reference);
            if (value == null) {
                continue;
            }
            AttributeProto.Builder own = value.toBuilder().setName(attribute.getName());
            if (reference.isEmpty()) {
                if (own.hasG()) {
                    own.setG(withAttributes(own.getG(), values));
                }
                for (int i = 0; i < own.getGraphsCount(); i++) {
                    own.setGraphs(i, withAttributes(own.getGraphs(i), values));
                }
            }
            changed.addAttribute(own);
        }
        return changed.build();
    }

    private static GraphProto withAttributes(GraphProto graph, Map<String, AttributeProto> values) {
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        graph.getNodeList().forEach(node -> changed.addNode(withAttributes(node, values)));
        return changed.build();
    }
}
