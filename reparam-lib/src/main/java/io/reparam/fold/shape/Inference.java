package io.reparam.fold.shape;

import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Element types, shapes and small values of a graph, computed when they are asked for and then kept.
 *
 * <p>What inputs declare and constants are counts first, then what operators make of it. What the file says of other values counts
 * only where both leave something open, and never against them: an edited file says what once was. One name of a dimension is one
 * size. A graph may be rewritten meanwhile, since a name keeps its meaning; {@link #forget} lets what has become known since reach
 * everybody. For one thread.
 */
public final class Inference {
    private static final int NAMED_TYPES_GONE = 9; // older operators have attributes of other kinds

    private final Graph graph;
    private final String scope;
    private final int depth;
    private final Map<String, Fact> given;
    private final Function<String, Fact> outer;
    private final Map<String, Fact> known = new HashMap<>();
    private final Map<String, Stored> stored = new HashMap<>();
    private final Map<String, Value> inputs = new HashMap<>();
    private final Map<String, Value> outputs = new HashMap<>();

    /** A constant may get other numbers under its name. */
    private record Stored(Tensor tensor, Fact fact) {}

    public Inference(Graph graph) {
        this(graph, "", 0, Map.of(), value -> Fact.UNKNOWN);
    }

    /**
     * The graph in a node.
     *
     * @param scope that no other body has
     * @param depth of bodies, 1 for that of a node of the model's graph
     * @param given what is known of its inputs
     * @param outer what is known of values around it
     */
    Inference(Graph graph, String scope, int depth, Map<String, Fact> given, Function<String, Fact> outer) {
        this.graph = graph;
        this.scope = scope;
        this.depth = depth;
        this.given = given;
        this.outer = outer;
        graph.inputs().forEach(input -> inputs.put(input.name(), input));
        graph.outputs().forEach(output -> outputs.put(output.name(), output));
    }

    /** What is known of a value; nothing is known of a name that the graph has not. */
    public Fact of(String value) {
        Fact fact = lookup(value);
        if (fact == null) {
            inferBehind(value);
            fact = lookup(value);
        }
        return fact == null ? Fact.UNKNOWN : fact;
    }

    /**
     * Of a graph that one of this graph's nodes holds, in any round that it runs: what it is given, and what it reads from around.
     *
     * @param attribute that has the graph
     * @param body this graph, which may be rewritten meanwhile
     * @return empty if what the operator gives to it is not known
     */
    public Optional<Inference> inside(Node holder, String attribute, Graph body) {
        List<Fact> facts = holder.inputs().stream().map(this::of).toList();
        InferredNode call = new InferredNode(holder, graph, scope, depth, facts, this::of);
        try {
            return Bodies.given(call, attribute, body)
                    .map(inputs -> new Inference(body, Bodies.scope(call, attribute), depth + 1, inputs, this::of));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            return Optional.empty(); // nobody has checked that the node has what its operator needs
        }
    }

    /** Lets everything be computed again. */
    public void forget() {
        known.clear();
    }

    /** Whether what a file says of a value is not what the value is. */
    public boolean contradicts(Value said) {
        Fact fact = of(said.name());
        List<Size> dims = fact.dims();
        List<Size> others = declared(said, false).dims();
        boolean otherType = fact.type() != null
                && said.type().filter(type -> type != fact.type()).isPresent();
        if (otherType || dims == null || others == null) {
            return otherType;
        }
        boolean differs = dims.size() != others.size();
        for (int axis = 0; axis < dims.size() && !differs; axis++) {
            differs = others.get(axis).isKnown()
                    && dims.get(axis).isKnown()
                    && !others.get(axis).equals(dims.get(axis));
        }
        return differs;
    }

    private @Nullable Fact lookup(String value) {
        Fact before = known.get(value);
        if (before != null || value.isEmpty()) {
            return before == null ? Fact.UNKNOWN : before;
        }
        Tensor tensor = graph.initializer(value).orElse(null);
        Value declared = inputs.get(value);
        if (tensor != null && (declared == null || graph.irVersion() < 4)) {
            return constant(value, tensor);
        }
        if (declared == null && graph.producer(value).isPresent()) {
            return null;
        }
        Fact fact = declared == null ? outer.apply(value) : input(declared, tensor);
        known.put(value, fact);
        return fact;
    }

    private Fact constant(String value, Tensor tensor) {
        Stored before = stored.get(value);
        if (before == null || before.tensor() != tensor) {
            before = new Stored(tensor, Sources.of(tensor));
            stored.put(value, before);
        }
        return before.fact();
    }

    /** What a default says of the form holds for every value that takes its place, if the input says nothing itself. */
    private Fact input(Value value, @Nullable Tensor byDefault) {
        Fact found = given.get(value.name());
        Fact declared = declared(value, true);
        if (declared.dims() == null && byDefault != null) {
            declared = Sources.of(byDefault).withElements(null);
        }
        return found == null ? declared : completed(found, declared, value.name());
    }

    private Fact declared(Value value, boolean input) {
        Optional<Value> inner = value.inner();
        if (inner.isPresent()) {
            Fact held = declared(inner.get(), input);
            return value.isSequence() ? Fact.sequence(held) : Fact.optional(held);
        }
        List<Size> dims = value.dims().isEmpty() ? null : new ArrayList<>();
        for (Dim dim : value.dims().orElse(List.of())) {
            boolean fixed = dim instanceof Dim.Fixed size && (size.size() > 0 || (input && size.size() == 0));
            dims = dims == null ? new ArrayList<>() : dims;
            dims.add(
                    fixed
                            ? Size.of(((Dim.Fixed) dim).size())
                            : dim instanceof Dim.Named named && !named.name().isBlank()
                                    ? Size.of(new Atom.Named(named.name()))
                                    : Size.of(new Atom.Place(scope + value.name(), dims.size(), input)));
        }
        boolean none = value.type().isEmpty() && dims == null;
        return none ? Fact.UNKNOWN : Fact.tensor(value.type().orElse(null), dims);
    }

    /** A long net is deeper than the stack. */
    private void inferBehind(String value) {
        Deque<Node> open = new ArrayDeque<>();
        Set<Node> begun = new HashSet<>();
        graph.producer(value).ifPresent(open::push);
        while (!open.isEmpty()) {
            Node node = open.peek();
            boolean ready = true;
            for (String use : begun.add(node) ? node.uses() : Set.<String>of()) {
                if (lookup(use) == null) {
                    graph.producer(use)
                            .filter(before -> !begun.contains(before))
                            .ifPresent(open::push);
                    ready = false;
                }
            }
            if (ready) {
                open.pop();
                infer(node);
            }
        }
    }

    private void infer(Node node) {
        if (known.containsKey(node.output(0))) {
            return;
        }
        List<Fact> facts = new ArrayList<>();
        for (String input : node.inputs()) {
            Fact fact = lookup(input);
            facts.add(fact == null ? Fact.UNKNOWN : fact);
        }
        InferredNode call = new InferredNode(node, graph, scope, depth, facts, this::of);
        Operators.of(node).ifPresent(operator -> {
            try {
                operator.rule().infer(call);
            } catch (MalformedModelException e) {
                if (node.domain().isEmpty() && graph.opset() >= NAMED_TYPES_GONE) {
                    throw e.at(node);
                }
            } catch (IllegalArgumentException
                    | IllegalStateException
                    | IndexOutOfBoundsException
                    | ArithmeticException e) {
                // nobody has checked that a node has what its operator needs; then it says nothing, or the first half
            }
        });
        for (int i = 0; i < node.outputs().size(); i++) {
            String name = node.outputs().get(i);
            Value said = graph.intermediates().getOrDefault(name, outputs.get(name));
            Fact found = call.found().get(i);
            if (!name.isEmpty()) {
                known.put(name, said == null ? found : completed(found, declared(said, false), name));
            }
        }
    }

    /** What the file says where nothing else tells. Some exporters write no dimensions where they mean that they do not know. */
    private Fact completed(Fact found, Fact said, String name) {
        if (found.kind() == Fact.Kind.UNKNOWN) {
            return said.dims() != null && said.dims().isEmpty() ? said.withDims(null) : said;
        }
        List<Size> dims = found.dims();
        List<Size> others = said.dims();
        Fact typed = found.type() == null ? found.withType(said.type()) : found;
        if (others == null || others.isEmpty() || (dims != null && dims.size() != others.size())) {
            return typed;
        }
        if (dims == null) {
            return typed.withDims(others);
        }
        List<Size> shape = new ArrayList<>(dims);
        for (int axis = 0; axis < shape.size(); axis++) {
            Size own = Size.of(new Atom.Place(scope + name, axis, false));
            boolean unexplained = shape.get(axis)
                    .atom()
                    .filter(atom -> atom instanceof Atom.Place place && !place.declared())
                    .isPresent();
            boolean tells =
                    others.get(axis).isKnown() ? unexplained : shape.get(axis).equals(own);
            shape.set(axis, tells ? others.get(axis) : shape.get(axis));
        }
        return typed.withDims(shape);
    }
}
