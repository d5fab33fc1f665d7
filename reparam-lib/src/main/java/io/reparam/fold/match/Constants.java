package io.reparam.fold.match;

import io.reparam.fold.eval.Evaluation;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that are known when a graph is folded, in float64. A branch is computed as a whole and rounded once, when its last
 * value is stored; what a fold stores is remembered unrounded for the next fold.
 */
public final class Constants {
    private final NodeEvaluator evaluator;
    /** Outputs of nodes. */
    private final Map<String, NdArray> known = new HashMap<>();
    /** Of initializers that a fold has stored: 128 MiB. One that is dropped is read as it was rounded. */
    private final RecentValues unrounded = new RecentValues(1 << 24);
    /** Of initializers as the file has them: 32 MiB, for several rules ask for the same one. */
    private final RecentValues read = new RecentValues(1 << 22);

    private final Map<String, String> unsupported = new HashMap<>();

    public Constants(NodeEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Keeps the unrounded values of an initializer, in place of older ones of that name. */
    public void remember(String name, NdArray value) {
        known.remove(name);
        read.remove(name);
        unrounded.put(name, value);
    }

    /** Computes what can be computed of a graph; only what is new since the last time. */
    void update(Graph graph) {
        for (Node node : graph.nodes()) {
            List<String> outputs =
                    node.outputs().stream().filter(name -> !name.isEmpty()).toList();
            String output = outputs.isEmpty() ? "" : outputs.get(0);
            if (outputs.isEmpty()
                    || known.containsKey(output)
                    || unsupported.containsKey(output)
                    || node.hasSubgraph()) {
                continue;
            }
            boolean source = node.is("Constant");
            if (!source && (node.inputs().isEmpty() || !allConstant(node, graph))) {
                continue;
            }
            List<@Nullable NdArray> inputs = new ArrayList<>();
            node.inputs().forEach(name -> inputs.add(value(name, graph).orElse(null)));
            Evaluation evaluation = evaluator.evaluate(node, inputs, graph.opset());
            if (evaluation instanceof Evaluation.Computed computed) {
                for (int i = 0; i < outputs.size(); i++) {
                    known.put(outputs.get(i), computed.outputs().get(i));
                }
            } else if (evaluation instanceof Evaluation.Unsupported reason) {
                unsupported.put(output, reason.reason());
            }
        }
    }

    Optional<NdArray> value(String name, Graph graph) {
        NdArray value = known.get(name);
        if (value == null && isStored(name, graph)) {
            value = unrounded.get(name);
            value = value == null ? read.get(name) : value;
            Tensor tensor = graph.initializer(name).orElseThrow();
            if (value == null && tensor.type().isNumeric()) {
                value = NdArray.of(tensor);
                read.put(name, value);
            }
        }
        return Optional.ofNullable(value);
    }

    /** Why a node whose inputs are all constant was not computed. */
    Optional<String> unsupported(Node node) {
        return node.outputs().stream()
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(unsupported::get);
    }

    boolean isConstant(String name, Graph graph) {
        return known.containsKey(name)
                || (isStored(name, graph)
                        && graph.initializer(name).orElseThrow().type().isNumeric());
    }

    private boolean allConstant(Node node, Graph graph) {
        return node.inputs().stream().allMatch(name -> name.isEmpty() || isConstant(name, graph));
    }

    /** Before IR version 4 every initializer was listed as an input as well; since then a listed one may be overridden. */
    private static boolean isStored(String name, Graph graph) {
        return graph.initializers().containsKey(name) && (graph.irVersion() < 4 || !graph.isInput(name));
    }
}
