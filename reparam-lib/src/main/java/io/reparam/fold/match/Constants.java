package io.reparam.fold.match;

import io.reparam.fold.eval.Evaluation;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.RoundingShows;
import io.reparam.fold.shape.Fact;
import io.reparam.fold.shape.Inference;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import io.reparam.graph.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values that are known when a graph is folded, in float64. A branch is computed as a whole and rounded once, when its last
 * value is stored; what a fold stores is remembered unrounded for the next fold. Nodes in whose results rounding shows are given
 * numbers as the graph's own types have them.
 */
public final class Constants {
    /** Numbers that a node may read: it would be 256 MiB of them in float64, and as much again for what is made of them. */
    private static final long MOST_READ = 1 << 25;

    private final NodeEvaluator evaluator;
    /** Outputs of nodes. */
    private final Map<String, NdArray> known = new HashMap<>();
    /** Of initializers that a fold has stored: 128 MiB. One that is dropped is read as it was rounded. */
    private final RecentValues unrounded = new RecentValues(1 << 24);
    /** Of initializers as the file has them: 32 MiB, for several rules ask for the same one. */
    private final RecentValues read = new RecentValues(1 << 22);

    private final Map<String, String> unsupported = new HashMap<>();
    /** Outputs of nodes as the graph's own types have them, for those in whose results rounding shows. */
    private final Map<String, NdArray> inGraphTypes = new HashMap<>();

    /** Names of constants that folds stored, by a hash of their values. */
    private final Map<Integer, List<String>> stored = new HashMap<>();

    private final ConstantRuns runs;

    public Constants(NodeEvaluator evaluator) {
        this.evaluator = evaluator;
        this.runs = new ConstantRuns(evaluator);
    }

    ConstantRuns runs() {
        return runs;
    }

    /** Whether a node was tried and not computed, although its inputs are constant. */
    boolean isRefused(Node node) {
        return node.outputs().stream()
                .filter(name -> !name.isEmpty())
                .findFirst()
                .filter(unsupported::containsKey)
                .isPresent();
    }

    /** Whether the numbers of a node's outputs are known. */
    boolean isComputed(Node node) {
        return node.outputs().stream().anyMatch(known::containsKey);
    }

    /**
     * A constant of the same values that a fold has stored, as when one layer is used several times and the same follows each time. If
     * there is none, this one is to be stored.
     */
    public Optional<String> twin(Tensor tensor, Graph graph) {
        List<String> alike = stored.computeIfAbsent(tensor.valuesHash(), hash -> new ArrayList<>());
        Optional<String> twin = alike.stream()
                .filter(name -> !name.equals(tensor.name())
                        && graph.initializer(name).filter(tensor::hasSameValues).isPresent())
                .findFirst();
        if (twin.isEmpty() && !alike.contains(tensor.name())) {
            alike.add(tensor.name());
        }
        return twin;
    }

    /** Keeps the unrounded values of an initializer, instead of older ones of that name. */
    public void remember(String name, NdArray value) {
        known.remove(name);
        inGraphTypes.remove(name);
        read.remove(name);
        unrounded.put(name, value);
    }

    /** Another node gives this value now, so that it may be known. */
    public void retry(String name) {
        unsupported.remove(name);
    }

    /** Computes what can be computed of a graph; only what is new since the last time. */
    void update(Graph graph, Inference inference) {
        for (Node node : graph.nodes()) {
            String output = node.outputs().stream()
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("");
            if (output.isEmpty()
                    || known.containsKey(output)
                    || unsupported.containsKey(output)
                    || node.hasSubgraph()) {
                continue;
            }
            boolean source = node.is("Constant");
            if (!source && (node.inputs().isEmpty() || !allConstant(node, graph) || !isNumeric(inference.of(output)))) {
                continue;
            }
            Evaluation evaluation = evaluate(node, graph);
            if (evaluation instanceof Evaluation.Computed computed) {
                store(node, computed, known);
            } else if (evaluation instanceof Evaluation.Unsupported reason) {
                unsupported.put(output, reason.reason());
            }
        }
    }

    private Evaluation evaluate(Node node, Graph graph) {
        long numbers = node.inputs().stream()
                .mapToLong(name -> value(name, graph).map(NdArray::count).orElse(0))
                .sum();
        if (numbers > MOST_READ) {
            return new Evaluation.Unsupported("it reads " + numbers + " numbers, more than " + MOST_READ);
        }
        if (!RoundingShows.in(node)) {
            return unrounded(node, graph);
        }
        Evaluation rounded = rounded(node, graph);
        return rounded instanceof Evaluation.Computed computed && !agreesWithoutRounding(node, computed, graph)
                ? new Evaluation.Unsupported("runtimes differ in whether they round to 16 bits before it")
                : rounded;
    }

    /** ONNX Runtime computes a row of 16-bit nodes in 32 bits and rounds at its end, others round at each of them. */
    private boolean agreesWithoutRounding(Node node, Evaluation.Computed rounded, Graph graph) {
        boolean between = node.inputs().stream().filter(known::containsKey).anyMatch(name -> isReal16(known.get(name)));
        if (!between) {
            return true;
        }
        List<@Nullable NdArray> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            NdArray value = value(name, graph).orElse(null);
            inputs.add(value != null && isReal16(value) ? value.as(ElementType.FLOAT) : value);
        }
        return evaluator.inGraphTypes().evaluate(node, inputs, graph.opset()) instanceof Evaluation.Computed free
                && IntStream.range(0, rounded.outputs().size())
                        .allMatch(i -> Arrays.equals(
                                rounded.outputs().get(i).values(),
                                free.outputs().get(i).values()));
    }

    private static boolean isReal16(@Nullable NdArray array) {
        return array != null && array.type().isReal() && array.type().bytes() == 2;
    }

    private Evaluation unrounded(Node node, Graph graph) {
        List<@Nullable NdArray> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(value(name, graph).orElse(null)));
        return evaluator.evaluate(node, inputs, graph.opset());
    }

    private Evaluation rounded(Node node, Graph graph) {
        List<@Nullable NdArray> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Optional<NdArray> input = inGraphTypes(name, graph);
            if (input.isEmpty() && !name.isEmpty()) {
                return new Evaluation.Unsupported("'" + name + "' is not known as the graph's own types have it");
            }
            inputs.add(input.orElse(null));
        }
        return evaluator.inGraphTypes().evaluate(node, inputs, graph.opset());
    }

    /**
     * A constant as the graph computes it: each node's result rounded to its type. Where it is an initializer that a fold has
     * stored, this is how it was stored.
     *
     * @return empty if the value is not constant, or a node on the way to it is not computed so
     */
    Optional<NdArray> inGraphTypes(String name, Graph graph) {
        Deque<String> open = new ArrayDeque<>(List.of(name)); // no recursion: branches can be long
        while (!open.isEmpty()) {
            String wanted = open.getLast();
            Node producer = graph.producer(wanted).orElse(null);
            if (producer == null || !known.containsKey(wanted) || inGraphTypes.containsKey(wanted)) {
                open.removeLast();
                continue;
            }
            List<String> missing = producer.inputs().stream()
                    .filter(input -> graph.producer(input).isPresent()
                            && known.containsKey(input)
                            && !inGraphTypes.containsKey(input))
                    .toList();
            if (!missing.isEmpty()) {
                open.addAll(missing);
                continue;
            }
            if (!(rounded(producer, graph) instanceof Evaluation.Computed computed)) {
                return Optional.empty();
            }
            store(producer, computed, inGraphTypes);
        }
        return Optional.ofNullable(inGraphTypes.get(name))
                .or(() -> isStored(name, graph) ? graph.initializer(name).map(NdArray::of) : Optional.empty());
    }

    private static void store(Node node, Evaluation.Computed computed, Map<String, NdArray> values) {
        List<String> outputs =
                node.outputs().stream().filter(output -> !output.isEmpty()).toList();
        for (int i = 0; i < outputs.size(); i++) {
            values.put(outputs.get(i), computed.outputs().get(i));
        }
    }

    Optional<NdArray> value(String name, Graph graph) {
        NdArray value = known.get(name);
        if (value == null && isStored(name, graph)) {
            value = unrounded.get(name);
            value = value == null ? read.get(name) : value;
            Tensor tensor = graph.initializer(name).orElseThrow();
            if (value == null && tensor.type().isNumeric() && tensor.size() <= Integer.MAX_VALUE) {
                value = NdArray.of(tensor);
                read.put(name, value);
            }
        }
        return Optional.ofNullable(value);
    }

    /** The constant outputs of a node by name; a problem if all its inputs are constant and it was not computed. */
    Result<Map<String, NdArray>> outputs(Node node, Graph graph) {
        List<String> names =
                node.outputs().stream().filter(name -> !name.isEmpty()).toList();
        String reason = names.isEmpty() ? null : unsupported.get(names.get(0));
        if (reason != null) {
            return Result.problem(reason);
        }
        Map<String, NdArray> outputs = new LinkedHashMap<>();
        names.forEach(name -> value(name, graph).ifPresent(value -> outputs.put(name, value)));
        return Result.found(outputs);
    }

    boolean isConstant(String name, Graph graph) {
        return known.containsKey(name)
                || (isStored(name, graph)
                        && graph.initializer(name).orElseThrow().type().isNumeric());
    }

    private static boolean isNumeric(Fact fact) {
        return fact.kind() != Fact.Kind.SEQUENCE
                && fact.kind() != Fact.Kind.OPTIONAL
                && (fact.type() == null || fact.type().isNumeric());
    }

    private boolean allConstant(Node node, Graph graph) {
        return node.inputs().stream().allMatch(name -> name.isEmpty() || isConstant(name, graph));
    }

    /** Before IR version 4 every initializer was listed as an input as well; since then a listed one may be overridden. */
    static boolean isStored(String name, Graph graph) {
        return graph.initializers().containsKey(name) && (graph.irVersion() < 4 || !graph.isInput(name));
    }
}
