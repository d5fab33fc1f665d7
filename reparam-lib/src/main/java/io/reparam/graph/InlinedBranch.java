package io.reparam.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The branch of an If instead of the If. What the branch computes gets names that are new to the graph, but for its outputs, which
 * get those of the If; what it reads from around keeps its name. An output that no node of the branch computes gets an Identity.
 */
public final class InlinedBranch {
    private final Graph graph;
    private final Node holder;
    private final GraphProto branch;
    private final Map<String, String> names = new HashMap<>();

    private InlinedBranch(Graph graph, Node holder, GraphProto branch) {
        this.graph = graph;
        this.holder = holder;
        this.branch = branch;
    }

    /** The branch; a problem if it cannot stand in the graph itself. */
    public static Result<InlinedBranch> of(Graph graph, Node holder, String attribute) {
        Optional<GraphProto> branch = branch(holder, attribute);
        if (branch.isEmpty()) {
            return Result.problem("has no graph " + attribute);
        }
        if (branch.get().getSparseInitializerCount() > 0) {
            return Result.problem("has constants in sparse form in " + attribute);
        }
        return branch.get().getOutputCount() < holder.outputs().size()
                        || branch.get().getInputCount() > 0
                ? Result.problem("has other outputs than its " + attribute + ", or gives inputs to it")
                : Result.found(new InlinedBranch(graph, holder, branch.get()));
    }

    private static Optional<GraphProto> branch(Node holder, String attribute) {
        return holder.attributes().asMap().get(attribute) instanceof Attribute.Opaque opaque
                        && opaque.isGraph()
                        && opaque.origin().hasG()
                ? Optional.of(opaque.origin().getG())
                : Optional.empty();
    }

    /** Puts it there, once. */
    public void replace() {
        name();
        GraphReader reader = new GraphReader(ExternalData.none());
        for (TensorProto proto : branch.getInitializerList()) {
            Tensor constant = TensorData.read(proto, ExternalData.none()).named(newName(proto.getName()));
            graph.putInitializer(constant);
            if (graph.irVersion() < 4) { // such an old file lists every initializer as an input
                List<Dim> dims = Dim.list(constant.dims().toArray());
                graph.addInput(Value.tensor(constant.name(), constant.type(), dims));
            }
        }
        for (NodeProto proto : NodeOrder.sorted(branch.getNodeList())) {
            graph.insertBefore(holder, reader.node(ScopeNames.renamed(proto, this::newName)));
        }
        for (int i = 0; i < holder.outputs().size(); i++) {
            String computed = newName(branch.getOutput(i).getName());
            String wanted = holder.output(i);
            if (!wanted.isEmpty() && !wanted.equals(computed)) {
                List<String> inputs = List.of(computed);
                graph.insertBefore(holder, Node.of("", "Identity", inputs, List.of(wanted), Attributes.none()));
            }
        }
        graph.remove(holder);
    }

    private String newName(String inBranch) {
        return names.getOrDefault(inBranch, inBranch);
    }

    private void name() {
        Set<String> own = new LinkedHashSet<>();
        branch.getInitializerList().forEach(tensor -> own.add(tensor.getName()));
        Set<String> computed = new LinkedHashSet<>();
        branch.getNodeList().forEach(node -> computed.addAll(node.getOutputList()));
        for (int i = 0; i < holder.outputs().size(); i++) {
            String output = branch.getOutput(i).getName();
            if (computed.contains(output) && !holder.output(i).isEmpty()) {
                names.putIfAbsent(output, holder.output(i));
            }
        }
        own.addAll(computed);
        own.remove("");
        for (String name : own) {
            names.computeIfAbsent(name, this::fresh);
        }
    }

    private String fresh(String wish) {
        String name = graph.freshName(wish);
        graph.reserve(Set.of(name));
        return name;
    }
}
