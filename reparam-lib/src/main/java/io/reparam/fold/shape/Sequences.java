package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.MOVES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Lists of tensors, and values that may be absent.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceAt.html">ONNX SequenceAt</a>
 */
final class Sequences {
    private Sequences() {}

    static void addTo(Table table) {
        table.add(
                "SequenceEmpty",
                call -> call.set(
                        0, Fact.sequence(Fact.tensor(ElementType.ofCode((int) call.attribute("dtype", 1)), null))));
        table.add("SequenceConstruct", Sequences::constructed, MOVES);
        table.add("SequenceInsert", call -> call.set(0, Fact.sequence(insert(call))), MOVES);
        table.add("SequenceErase", call -> call.set(0, call.in(0)), MOVES);
        table.add("SequenceAt", call -> held(call), MOVES);
        table.add("SequenceLength", call -> call.set(0, ElementType.INT64, List.of()));
        table.add("SplitToSequence", Sequences::split, MOVES);
        table.add("ConcatFromSequence", Sequences::joined, MOVES);
        table.add("Optional", call -> call.set(0, Fact.optional(call.has(0) ? call.in(0) : null)), MOVES);
        table.add(
                "OptionalGetElement",
                call -> {
                    if (call.in(0).kind() == Fact.Kind.OPTIONAL) {
                        held(call);
                    } else {
                        call.set(0, call.in(0));
                    }
                },
                MOVES);
        table.add("OptionalHasElement", call -> call.set(0, ElementType.BOOL, List.of()));
    }

    private static void held(InferredNode call) {
        Fact inner = call.in(0).inner();
        if (inner != null) {
            call.set(0, own(inner, call, 0));
        }
    }

    /** One of several need not be what another one is: a dimension that stands for itself becomes the output's own. */
    private static Fact own(Fact fact, InferredNode call, int output) {
        List<Size> dims = fact.dims();
        if (dims == null) {
            return fact;
        }
        List<Size> shape = new ArrayList<>(dims);
        for (int axis = 0; axis < shape.size(); axis++) {
            if (shape.get(axis).is(-1)) {
                shape.set(axis, call.place(output, axis));
            }
        }
        return fact.withDims(shape).withElements(null);
    }

    /** What holds of both; a dimension that differs is written as -1. Null with one of which nothing is known. */
    static @Nullable Fact both(@Nullable Fact a, @Nullable Fact b) {
        if (a == null || b == null) {
            return null;
        }
        List<Size> p = a.dims();
        List<Size> q = b.dims();
        List<Size> dims = p == null || q == null || p.size() != q.size() ? null : new ArrayList<>(p);
        for (int axis = 0; dims != null && q != null && axis < dims.size(); axis++) {
            dims.set(axis, dims.get(axis).equals(q.get(axis)) ? dims.get(axis) : Size.of(-1));
        }
        return Fact.tensor(a.type() == null ? b.type() : a.type(), dims);
    }

    private static void constructed(InferredNode call) {
        Fact all = call.in(0);
        for (int i = 1; i < call.inputs() && all != null; i++) {
            all = both(all, call.in(i));
        }
        call.set(0, Fact.sequence(all == null ? null : all.withElements(null)));
    }

    private static @Nullable Fact insert(InferredNode call) {
        return both(call.in(0).inner(), call.in(1));
    }

    private static void split(InferredNode call) {
        List<Size> x = call.dims(0);
        if (x == null) {
            call.set(0, Fact.sequence(Fact.tensor(call.type(0), null)));
            return;
        }
        List<Size> shape = new ArrayList<>(x);
        int axis = InferredNode.axis(call.attribute("axis", 0), x.size());
        long[] parts = call.has(1) ? call.longs(1) : new long[] {1};
        boolean one = !call.has(1) || call.in(1).rank().orElse(-1) == 0;
        boolean even = parts != null && isEven(parts, x.get(axis), one && call.has(1));
        if (!call.has(1) && call.attribute("keepdims", 1) == 0) {
            shape.remove(axis);
        } else {
            shape.set(axis, even && parts != null ? Size.of(parts[0]) : Size.of(-1));
        }
        call.set(0, Fact.sequence(Fact.tensor(call.type(0), shape)));
    }

    /** @param repeated whether the one number is taken again and again, as far as it goes */
    private static boolean isEven(long[] parts, Size size, boolean repeated) {
        boolean same = parts.length > 0 && LongStream.of(parts).allMatch(part -> part == parts[0]);
        return same && (!repeated || (size.isKnown() && size.known().getAsLong() % parts[0] == 0));
    }

    private static void joined(InferredNode call) {
        Fact inner = call.in(0).inner();
        List<Size> dims = inner == null ? null : inner.dims();
        if (inner == null || dims == null) {
            call.set(0, inner == null ? null : inner.type(), null);
            return;
        }
        boolean adds = call.attribute("new_axis", 0) != 0;
        List<Size> shape = new ArrayList<>(dims);
        int axis = InferredNode.axis(call.attribute("axis", 0), adds ? shape.size() + 1 : shape.size());
        if (adds) {
            shape.add(axis, Size.of(-1));
        } else {
            shape.set(axis, Size.of(-1));
        }
        call.set(0, own(Fact.tensor(inner.type(), shape), call, 0));
    }
}
