package io.reparam.fold.absorb;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Whether a value is computed from the image only through a pooling over all of its positions. */
final class Pooled implements Predicate<String> {
    private static final Set<String> POOLINGS = Set.of(
            "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "ReduceMean", "ReduceMax", "ReduceSum", "ReduceL2");
    /** What attention modules do to a vector of channels. */
    private static final Set<String> KEEPS = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "BatchNormalization",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Softmax",
            "Clip",
            "Exp",
            "Sqrt",
            "Pow",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Max",
            "Min",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Identity",
            "Concat",
            "Cast",
            "Dropout",
            "Slice",
            "Split",
            "Expand");

    /** Of these the first input alone carries numbers; the others say a form, which may be that of the image. */
    private static final Set<String> FORMED = Set.of("Reshape", "Expand", "Slice", "Squeeze", "Unsqueeze");

    private static final int DEPTH = 64; // longer than any attention module, short enough for the stack

    private final GraphView view;
    private final Map<String, Boolean> known = new HashMap<>();

    Pooled(GraphView view) {
        this.view = view;
    }

    @Override
    public boolean test(String value) {
        return test(value, DEPTH);
    }

    private boolean test(String value, int depth) {
        Boolean before = known.get(value);
        if (before != null) {
            return before;
        }
        Optional<Node> producer = view.graph().producer(value);
        boolean pooled = depth > 0 && producer.isPresent() && computes(producer.get(), depth);
        known.put(value, pooled);
        return pooled;
    }

    private boolean computes(Node node, int depth) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        if (POOLINGS.contains(node.opType())) {
            return node.opType().startsWith("Global") || coversImage(node) || test(node.input(0), depth - 1);
        }
        List<String> varying = new ArrayList<>(FORMED.contains(node.opType()) ? List.of(node.input(0)) : node.uses());
        varying.removeIf(view::isConstant);
        return KEEPS.contains(node.opType())
                && !varying.isEmpty()
                && varying.stream().allMatch(input -> test(input, depth - 1));
    }

    /** A Reduce over H and W: the axes 2 and 3, or the last two. */
    private boolean coversImage(Node node) {
        List<Long> axes = node.attributes()
                .getInts("axes")
                .or(() -> view.constant(node.input(1)).map(given -> {
                    List<Long> list = new ArrayList<>();
                    for (double axis : given.values()) {
                        list.add((long) axis);
                    }
                    return list;
                }))
                .orElse(List.of());
        return axes.size() == 2 && (axes.containsAll(List.of(2L, 3L)) || axes.containsAll(List.of(-1L, -2L)));
    }
}
