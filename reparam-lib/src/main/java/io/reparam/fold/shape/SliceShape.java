package io.reparam.fold.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a Slice takes, also between bounds that depend on free sizes.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Slice.html">ONNX Slice</a>
 */
final class SliceShape {
    private SliceShape() {}

    /** Bounds are attributes up to opset 9 and inputs from 10 on. */
    static void infer(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> starts = bounds(call, "starts", 1);
        List<Size> ends = bounds(call, "ends", 2);
        long[] axes = call.list("axes", 3);
        List<Size> steps = bounds(call, "steps", 4);
        boolean open = axes == null && (call.has(3) || starts == null);
        if (open || (steps == null && call.has(4))) {
            call.set(0, call.type(0), axes == null ? call.places(0, x.size()) : cut(call, x, axes));
            return;
        }
        int count = axes != null ? axes.length : starts == null ? 0 : starts.size();
        List<Size> shape = new ArrayList<>(x);
        int[] first = new int[x.size()];
        int[] step = IntStream.range(0, x.size()).map(axis -> 1).toArray();
        boolean plain = true;
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i : InferredNode.axis(axes[i], x.size());
            long by = steps == null ? 1 : steps.get(i).known().orElse(0);
            Size from = starts == null || by == 0 ? null : clamped(starts.get(i), x.get(axis), by > 0 ? 0 : -1);
            Size to = ends == null || by == 0 ? null : clamped(ends.get(i), x.get(axis), by > 0 ? 0 : -2);
            if (from == null || to == null) {
                shape.set(axis, call.place(0, axis));
                plain = false;
                continue;
            }
            Size length = by > 0
                    ? to.minus(from).plus(by - 1).over(Size.of(by))
                    : from.minus(to).plus(-by - 1).over(Size.of(-by));
            shape.set(axis, length.isKnown() || length.least() < 0 ? length.max(Size.ZERO) : length);
            plain &= from.isKnown();
            first[axis] = (int) from.known().orElse(0);
            step[axis] = (int) by;
        }
        List<Element> elements = call.elements(0);
        Optional<RowMajor> layout = RowMajor.of(x);
        Optional<RowMajor> to = RowMajor.of(shape);
        boolean followed = plain && layout.isPresent() && to.isPresent();
        call.set(
                0,
                call.type(0),
                shape,
                elements != null && followed
                        ? taken(elements, layout.orElseThrow(), to.orElseThrow(), first, step)
                        : null);
    }

    private static List<Element> taken(List<Element> elements, RowMajor from, RowMajor to, int[] first, int[] step) {
        return from.taken(elements, to, position -> {
            int[] own = new int[position.length];
            for (int axis = 0; axis < own.length; axis++) {
                own[axis] = first[axis] + position[axis] * step[axis];
            }
            return own;
        });
    }

    private static List<Size> cut(InferredNode call, List<Size> x, long[] axes) {
        List<Size> shape = new ArrayList<>(x);
        for (long axis : axes) {
            int at = InferredNode.axis(axis, x.size());
            shape.set(at, call.place(0, at));
        }
        return shape;
    }

    private static @Nullable List<Size> bounds(InferredNode call, String name, int input) {
        long[] attribute = call.list(name);
        return attribute == null
                ? call.sizes(input)
                : IntStream.range(0, attribute.length)
                        .mapToObj(i -> Size.of(attribute[i]))
                        .toList();
    }

    /**
     * A bound from 0 to the size, from -1 to the size - 1 when stepping backwards. Null where it is not known on which side it is.
     *
     * @param backwards 0 forwards, -1 for the start and -2 for the end of a slice with negative steps
     */
    private static @Nullable Size clamped(Size given, Size size, int backwards) {
        long least = backwards == -2 ? -1 : 0;
        Size most = backwards == 0 ? size : size.plus(-1);
        boolean known = given.isKnown();
        if (known && given.known().getAsLong() >= Integer.MAX_VALUE) {
            return most;
        }
        if (known && given.known().getAsLong() <= -Integer.MAX_VALUE) {
            return Size.of(least);
        }
        boolean negative = known ? given.known().getAsLong() < 0 : false;
        if (!known && given.least() < 0) {
            // H - 1 is known not to be negative, as a size is at least 1; here nothing is known
            return null;
        }
        Size from0 = negative ? given.plus(size) : given;
        if (most.minus(from0).least() >= 0) {
            return from0.least() >= least || !negative
                    ? from0
                    : from0.isKnown() ? Size.of(least) : from0.max(Size.of(least));
        }
        return from0.minus(most).least() >= 0 ? most : from0.min(most).max(Size.of(least));
    }
}
