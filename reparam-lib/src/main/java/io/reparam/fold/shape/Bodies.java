package io.reparam.fold.shape;

import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that hold graphs.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Loop.html">ONNX Loop</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Scan.html">ONNX Scan</a>
 */
final class Bodies {
    private static final int ROUNDS = 4;
    private static final int DEEP = 3; // rounds in rounds multiply; what loops further inside carry is not followed

    private Bodies() {}

    static void addTo(Table table) {
        table.add("If", Bodies::choice);
        table.add("Loop", Bodies::loop);
        table.add("Scan", Bodies::scan);
        table.add("SequenceMap", Bodies::map);
    }

    /**
     * What a body is given each time it runs.
     *
     * @param body the graph of the attribute, as it is now
     * @return by name of its inputs; empty if the operator is not one of those that are known to hold graphs
     */
    static Optional<Map<String, Fact>> given(InferredNode call, String attribute, Graph body) {
        Optional<List<Fact>> facts =
                switch (call.node().domain().isEmpty() ? call.node().opType() : "") {
                    case "If" -> Optional.of(List.of());
                    case "Loop" -> Optional.of(loopRounds(call, body).inputs());
                    case "Scan" -> Optional.of(scanRounds(call, body).inputs());
                    case "SequenceMap" -> Optional.of(each(call, body));
                    default -> Optional.empty();
                };
        return facts.map(known -> named(body, known));
    }

    /** What is written before names of values in a body. */
    static String scope(InferredNode call, String attribute) {
        return call.scope()
                + call.node().outputs().stream()
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse("") + "." + attribute + "/";
    }

    private static Graph body(InferredNode call, String attribute) {
        Attribute value = call.node().attributes().asMap().get(attribute);
        if (value instanceof Attribute.Opaque opaque && opaque.isGraph()) {
            return opaque.graphs(call.graph()).get(0);
        }
        throw new IllegalStateException(call.node().label() + " has no graph " + attribute);
    }

    /** What comes out of a body. */
    private static List<Fact> run(InferredNode call, String attribute, Graph body, List<Fact> inputs) {
        Inference inference =
                new Inference(body, scope(call, attribute), call.depth() + 1, named(body, inputs), call.outer());
        return body.outputs().stream().map(Value::name).map(inference::of).toList();
    }

    private static Map<String, Fact> named(Graph body, List<Fact> inputs) {
        Map<String, Fact> given = new HashMap<>();
        for (int i = 0; i < body.inputs().size() && i < inputs.size(); i++) {
            given.put(body.inputs().get(i).name(), inputs.get(i));
        }
        return given;
    }

    /** Of the branch that is known to be taken, else what holds of both. */
    private static void choice(InferredNode call) {
        long[] condition = call.longs(0);
        List<Fact> yes = run(call, "then_branch", body(call, "then_branch"), List.of());
        List<Fact> no = run(call, "else_branch", body(call, "else_branch"), List.of());
        for (int i = 0; i < call.found().size(); i++) {
            Fact a = yes.get(i);
            Fact b = no.get(i);
            call.set(i, condition == null ? opened(common(a, b), call, i) : condition[0] != 0 ? a : b);
        }
    }

    private static Fact common(Fact a, Fact b) {
        if (a.kind() != b.kind()) {
            return Fact.UNKNOWN;
        }
        Fact inner = Sequences.both(a.inner(), b.inner());
        Fact both = Sequences.both(a, b);
        return switch (a.kind()) {
            case SEQUENCE -> Fact.sequence(inner);
            case OPTIONAL -> Fact.optional(inner);
            default -> both == null ? Fact.UNKNOWN : both;
        };
    }

    /** Dimensions that are not known become the output's own. */
    private static Fact opened(Fact fact, InferredNode call, int output) {
        List<Size> dims = fact.dims();
        if (dims == null) {
            return fact;
        }
        List<Size> shape = new ArrayList<>(dims);
        for (int axis = 0; axis < shape.size(); axis++) {
            shape.set(axis, shape.get(axis).is(-1) ? call.place(output, axis) : shape.get(axis));
        }
        return fact.withDims(shape);
    }

    /** Without what holds for one round of a body only. */
    private static Fact outside(Fact fact, String scope) {
        Fact inner = fact.inner();
        List<Size> dims = fact.dims();
        List<Size> shape = dims == null ? null : new ArrayList<>(dims);
        for (int axis = 0; shape != null && axis < shape.size(); axis++) {
            boolean own = shape.get(axis).toString().contains("\"" + scope.replace("\"", "\"\""));
            shape.set(axis, own ? Size.of(-1) : shape.get(axis));
        }
        return new Fact(fact.kind(), fact.type(), shape, null, inner == null ? null : outside(inner, scope));
    }

    /** Dimensions that are not known become those of a body's input. */
    private static Fact entering(Fact fact, String scope, String input) {
        List<Size> dims = fact.dims();
        List<Size> shape = dims == null ? null : new ArrayList<>(dims);
        for (int axis = 0; shape != null && axis < shape.size(); axis++) {
            boolean open = shape.get(axis).is(-1);
            shape.set(axis, open ? Size.of(new Atom.Varying(scope + input, axis)) : shape.get(axis));
        }
        return fact.withDims(shape).withElements(null);
    }

    /**
     * What a body carries from one round to the next is what it begins with, as long as a round does not change it; a dimension
     * that a round changes is not known.
     *
     * @param first of the carried inputs of the body
     * @return the body's inputs and outputs, the carried ones as they are in any round
     */
    private static Rounds rounds(
            InferredNode call, Graph body, int first, List<Fact> carried, List<Fact> others, int firstOut) {
        String scope = scope(call, "body");
        List<Fact> states = new ArrayList<>(carried);
        states.replaceAll(state -> state.withElements(null));
        List<Fact> in = List.of();
        List<Fact> out = List.of();
        boolean stable = false;
        int most = call.depth() < DEEP ? ROUNDS : 0;
        for (int round = 0; round <= most && !stable; round++) {
            if (round == most) {
                states.replaceAll(state -> new Fact(state.kind(), state.type(), null, null, null));
            }
            List<Fact> inputs = new ArrayList<>(others);
            for (int i = 0; i < states.size(); i++) {
                String name = body.inputs().get(first + i).name();
                inputs.add(first + i, entering(states.get(i), scope, name));
            }
            in = inputs;
            out = run(call, "body", body, inputs);
            stable = true;
            for (int i = 0; i < states.size() && round < most; i++) {
                Fact wider = common(states.get(i), outside(out.get(firstOut + i), scope));
                stable &= wider.equals(states.get(i));
                states.set(i, wider);
            }
        }
        List<Fact> found = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            boolean state = i >= firstOut && i < firstOut + states.size();
            found.add(state ? states.get(i - firstOut) : outside(out.get(i), scope));
        }
        return new Rounds(in, found);
    }

    /** M, condition, states; body: round, condition, states to condition, states, numbers a round. */
    private static void loop(InferredNode call) {
        int states = call.inputs() - 2;
        List<Fact> out = loopRounds(call, body(call, "body")).outputs();
        for (int i = 0; i < call.found().size(); i++) {
            Fact fact = out.get(i + 1);
            call.set(i, opened(i < states ? fact : stacked(fact, Size.of(-1), 0), call, i));
        }
    }

    private static Rounds loopRounds(InferredNode call, Graph body) {
        int states = call.inputs() - 2;
        List<Fact> carried = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            carried.add(call.in(i + 2));
        }
        Fact round = Fact.tensor(ElementType.INT64, List.of());
        Fact goesOn = Fact.tensor(ElementType.BOOL, List.of());
        return rounds(call, body, 2, carried, List.of(round, goesOn), 1);
    }

    private static Fact stacked(Fact each, Size count, long axis) {
        List<Size> dims = each.dims();
        if (dims == null) {
            return Fact.tensor(each.type(), null);
        }
        List<Size> shape = new ArrayList<>(dims);
        shape.add(InferredNode.axis(axis, dims.size() + 1), count);
        return Fact.tensor(each.type(), shape);
    }

    /** Up to opset 8 there is an input with lengths, and the batch lies on axis 0 of everything. */
    private static void scan(InferredNode call) {
        ScanInputs scanned = ScanInputs.of(call);
        long[] axesOut = call.list("scan_output_axes");
        List<Fact> out = scanRounds(call, body(call, "body")).outputs();
        for (int i = 0; i < call.found().size(); i++) {
            long axis = axesOut == null || i < scanned.states() ? 0 : axesOut[i - scanned.states()];
            Fact fact = i < scanned.states() ? out.get(i) : stacked(out.get(i), scanned.length(), axis);
            call.set(i, opened(scanned.batched() ? stacked(fact, scanned.batch(), 0) : fact, call, i));
        }
    }

    private static Rounds scanRounds(InferredNode call, Graph body) {
        ScanInputs scanned = ScanInputs.of(call);
        return rounds(call, body, 0, scanned.carried(), scanned.each(), 0);
    }

    private static void map(InferredNode call) {
        Graph body = body(call, "body");
        List<Fact> out = run(call, "body", body, each(call, body));
        for (int i = 0; i < call.found().size(); i++) {
            call.set(i, Fact.sequence(outside(out.get(i), scope(call, "body"))));
        }
    }

    /** One element of each sequence. */
    private static List<Fact> each(InferredNode call, Graph body) {
        List<Fact> inputs = new ArrayList<>();
        String scope = scope(call, "body");
        for (int i = 0; i < call.inputs(); i++) {
            Fact inner = call.in(i).inner();
            Fact each = call.in(i).kind() == Fact.Kind.SEQUENCE ? (inner == null ? Fact.UNKNOWN : inner) : call.in(i);
            inputs.add(entering(each, scope, body.inputs().get(i).name()));
        }
        return inputs;
    }

    /**
     * Any round of a body.
     *
     * @param inputs what it is given
     * @param outputs what it makes of it, the carried ones as they are after any number of rounds
     */
    private record Rounds(List<Fact> inputs, List<Fact> outputs) {}
}
