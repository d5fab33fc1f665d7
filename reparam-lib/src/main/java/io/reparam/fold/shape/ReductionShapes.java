package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_POSITIVE_SCALE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_SCALE;
import static io.reparam.fold.shape.Trait.MAXIMUM;
import static io.reparam.fold.shape.Trait.MEAN;
import static io.reparam.fold.shape.Trait.REDUCES;
import static io.reparam.fold.shape.Trait.SELECTS;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Operators that make one number of many.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ReduceMean.html">ONNX ReduceMean</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__TopK.html">ONNX TopK</a>
 */
final class ReductionShapes {
    private ReductionShapes() {}

    static void addTo(Table table) {
        table.add("ReduceMean", call -> reduce(call, null), REDUCES, MEAN, COMMUTES_WITH_AFFINE);
        table.add("ReduceSum", call -> reduce(call, Size::plus), REDUCES, COMMUTES_WITH_SCALE);
        table.add("ReduceMax", call -> reduce(call, Size::max), REDUCES, MAXIMUM, COMMUTES_WITH_POSITIVE_SCALE);
        table.add("ReduceMin", call -> reduce(call, Size::min), REDUCES, COMMUTES_WITH_POSITIVE_SCALE);
        table.add("ReduceProd", call -> reduce(call, Size::times), REDUCES);
        for (String name : List.of("ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare")) {
            table.add(name, call -> reduce(call, null), REDUCES);
        }
        for (String name : List.of("ArgMax", "ArgMin")) {
            table.add(name, ReductionShapes::place, REDUCES);
        }
        table.add("TopK", ReductionShapes::best);
        table.add(
                "NonZero",
                call -> call.set(
                        0,
                        ElementType.INT64,
                        List.of(
                                call.dims(0) == null
                                        ? call.place(0, 0)
                                        : Size.of(call.shape(0).size()),
                                call.place(0, 1))),
                SELECTS);
        table.add("Compress", ReductionShapes::compress, SELECTS);
        table.add("Unique", ReductionShapes::unique, SELECTS);
        table.add(
                "NonMaxSuppression",
                call -> call.set(0, ElementType.INT64, List.of(call.place(0, 0), Size.of(3))),
                SELECTS);
    }

    /** Axes are an attribute up to opset 17 (ReduceSum: 12) and an input from then on. */
    private static void reduce(InferredNode call, @Nullable BinaryOperator<Size> with) {
        List<Size> x = call.shape(0);
        boolean keeps = call.attribute("keepdims", 1) != 0;
        long[] axes = call.list("axes", 1);
        if (axes == null && call.has(1) && !isEmpty(call)) {
            call.set(0, call.type(0), keeps ? call.places(0, x.size()) : null);
            return;
        }
        boolean all = axes == null || axes.length == 0;
        if (all && call.attribute("noop_with_empty_axes", 0) != 0) {
            call.set(0, call.in(0));
            return;
        }
        TreeSet<Integer> gone = new TreeSet<>();
        for (long axis : axes == null ? new long[0] : axes) {
            gone.add(InferredNode.axis(axis, x.size()));
        }
        List<Size> shape = new ArrayList<>();
        for (int axis = 0; axis < x.size(); axis++) {
            boolean reduced = all || gone.contains(axis);
            if (!reduced || keeps) {
                shape.add(reduced ? Size.ONE : x.get(axis));
            }
        }
        List<Size> numbers = call.type(0) == null || call.type(0).isReal() ? null : call.sizes(0);
        List<Element> sum = with == null || numbers == null || numbers.isEmpty() || x.size() > 1
                ? null
                : List.of(numbers.stream().reduce(with).orElseThrow());
        call.set(0, call.type(0), shape, sum);
    }

    private static boolean isEmpty(InferredNode call) {
        return call.in(1).size(0).orElse(-1) == 0;
    }

    private static void place(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        int axis = InferredNode.axis(call.attribute("axis", 0), shape.size());
        if (call.attribute("keepdims", 1) != 0) {
            shape.set(axis, Size.ONE);
        } else {
            shape.remove(axis);
        }
        call.set(0, ElementType.INT64, shape);
    }

    /** Their number is an attribute up to opset 9 and an input from 10 on. */
    private static void best(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        int axis = InferredNode.axis(call.attribute("axis", -1), shape.size());
        List<Size> wish = call.sizes(1);
        Size count =
                call.node().attributes().has("k") ? Size.of(call.attribute("k", 1)) : wish == null ? null : wish.get(0);
        shape.set(axis, count == null || count.least() < 0 ? call.place(0, axis) : count);
        call.set(0, call.type(0), shape);
        call.set(1, ElementType.INT64, shape);
    }

    private static void compress(InferredNode call) {
        if (!call.node().attributes().has("axis")) {
            call.set(0, call.type(0), call.places(0, 1));
            return;
        }
        List<Size> shape = new ArrayList<>(call.shape(0));
        int axis = InferredNode.axis(call.attribute("axis", 0), shape.size());
        shape.set(axis, call.place(0, axis));
        call.set(0, call.type(0), shape);
    }

    private static void unique(InferredNode call) {
        boolean flat = !call.node().attributes().has("axis");
        List<Size> shape = flat ? call.places(0, 1) : new ArrayList<>(call.shape(0));
        Size count = flat ? shape.get(0) : call.place(0, InferredNode.axis(call.attribute("axis", 0), shape.size()));
        if (!flat) {
            shape.set(InferredNode.axis(call.attribute("axis", 0), shape.size()), count);
        }
        call.set(0, call.type(0), shape);
        call.set(1, ElementType.INT64, List.of(count));
        call.set(2, ElementType.INT64, call.places(2, 1));
        call.set(3, ElementType.INT64, List.of(count));
    }
}
