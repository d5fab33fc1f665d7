package io.reparam.fold.merge;

import io.reparam.fold.eval.Evaluation;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.NominalSizes;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what the nodes after a Pad do, for one size of the image. Refused where one of them computes with what it moves: then
 * numbered elements would not tell what becomes of others.
 */
final class BorderFillTrial {
    private static final NodeEvaluator EVALUATOR = new ReferenceEvaluator();
    private static final int MOST = 2000; // index grids of one ring need about 200 nodes
    private static final int ELEMENTS = 1 << 24;

    private final Node pad;
    private final NominalSizes shapes;
    private final GraphView view;
    private final Set<String> seen = new HashSet<>();
    private final List<Node> order = new ArrayList<>();
    private final Map<String, NdArray> known = new HashMap<>();

    BorderFillTrial(Node pad, NominalSizes shapes, GraphView view) {
        this.pad = pad;
        this.shapes = shapes;
        this.view = view;
    }

    /** What a node makes of the padded image; the problem is the end of a sentence about the ring. */
    Result<NdArray> run(Node end, NdArray padded) {
        if (padded.values().length > ELEMENTS) {
            return Result.problem("of " + end.label() + " is not tried: its image has " + padded.values().length
                    + " elements; export it for a free size");
        }
        known.put(pad.output(0), padded);
        return collect(end.output(0))
                .then(value -> Result.all(order.stream().map(this::compute)))
                .then(computed -> Optional.ofNullable(known.get(end.output(0)))
                        .map(Result::found)
                        .orElseGet(() -> Result.problem("nothing computes it")))
                .about("of " + end.label() + " is not known:");
    }

    /** The value itself; what computes it is then in the order in which it can be computed. */
    private Result<String> collect(String value) {
        if (value.isEmpty() || known.containsKey(value) || view.isConstant(value) || !seen.add(value)) {
            return Result.found(value);
        }
        Optional<Node> producer = view.graph().producer(value);
        if (producer.isEmpty() || order.size() == MOST) {
            return Result.problem("it depends on '" + value + "'");
        }
        Node node = producer.get();
        if (!Operators.isAny(node, Trait.MOVES, Trait.COUNTS)) {
            return Result.problem("it depends on " + node.label());
        }
        List<String> inputs = node.is("Shape") && shapes.of(node.input(0)).isPresent() ? List.of() : node.inputs();
        Result<List<String>> sources = Result.all(inputs.stream().map(this::collect));
        order.add(node);
        return sources.map(collected -> value);
    }

    private Result<NdArray> compute(Node node) {
        long[] shape = node.is("Shape") && !known.containsKey(node.input(0))
                ? shapes.of(node.input(0)).orElse(null)
                : null;
        List<@Nullable NdArray> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(
                    shape == null
                            ? Optional.ofNullable(known.get(input))
                                    .or(() -> view.constant(input))
                                    .orElse(null)
                            : new NdArray(ElementType.FLOAT, shape, new double[NdArray.size(shape)]));
        }
        if (computesWith(node, inputs)) {
            return Result.problem(node.label() + " computes with the image");
        }
        Evaluation evaluation = EVALUATOR.evaluate(node, inputs, view.graph().opset());
        if (evaluation instanceof Evaluation.Computed computed) {
            NdArray output = computed.outputs().get(0);
            known.put(node.output(0), output);
            return Result.found(output);
        }
        return Result.problem(node.label() + " is not computed: " + ((Evaluation.Unsupported) evaluation).reason());
    }

    /** Real numbers may only be moved; a cast from one real type to another moves the written ones, which it rounds. */
    private static boolean computesWith(Node node, List<@Nullable NdArray> inputs) {
        boolean real =
                inputs.stream().anyMatch(input -> input != null && input.type().isReal());
        boolean leaves = (node.is("Cast")
                        && !ElementType.ofCode((int) node.attributes().getInt("to", 0))
                                .isReal())
                || (node.is("CastLike")
                        && !inputs.stream()
                                .allMatch(input -> input != null && input.type().isReal()));
        return real && (Operators.is(node, Trait.COUNTS) || leaves);
    }
}
