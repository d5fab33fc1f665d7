package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.FORMS;
import static io.reparam.fold.shape.Trait.KEEPS_ORDER;
import static io.reparam.fold.shape.Trait.MOVES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that give numbers another form: all of them stay, none is computed.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Reshape.html">ONNX Reshape</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Unsqueeze.html">ONNX Unsqueeze</a>
 */
final class Forms {
    private Forms() {}

    static void addTo(Table table) {
        table.add("Reshape", Forms::reshape, MOVES, FORMS, KEEPS_ORDER, COMMUTES_WITH_AFFINE);
        table.add("Flatten", Forms::flatten, MOVES, FORMS, KEEPS_ORDER, COMMUTES_WITH_AFFINE);
        table.add("Squeeze", Forms::squeeze, MOVES, FORMS, KEEPS_ORDER, COMMUTES_WITH_AFFINE);
        table.add("Unsqueeze", Forms::unsqueeze, MOVES, FORMS, KEEPS_ORDER, COMMUTES_WITH_AFFINE);
        table.add("Transpose", Forms::transpose, MOVES, FORMS, COMMUTES_WITH_AFFINE);
        table.add("Expand", Forms::expand, MOVES, FORMS, COMMUTES_WITH_AFFINE);
        table.add("Tile", Forms::tile, MOVES, FORMS, COMMUTES_WITH_AFFINE);
        table.add("DepthToSpace", call -> blocks(call, true), MOVES);
        table.add("SpaceToDepth", call -> blocks(call, false), MOVES);
        table.add("Shape", Forms::shape, MOVES);
        table.add(
                "Size",
                call -> call.set(
                        0,
                        ElementType.INT64,
                        List.of(),
                        count(call.dims(0)).<List<Element>>map(List::of).orElse(null)));
        table.add("Trilu", ElementwiseShapes::same);
        table.add("ReverseSequence", ElementwiseShapes::same, MOVES);
    }

    static Optional<Size> count(@Nullable List<Size> dims) {
        return Optional.ofNullable(dims).map(all -> all.stream().reduce(Size.ONE, Size::times));
    }

    /** 0 keeps a dimension, -1 is what is left. A number that is not known may be either. */
    private static void reshape(InferredNode call) {
        List<Size> x = call.dims(0);
        List<Size> wish = call.node().attributes().has("shape") ? numbers(call.list("shape")) : call.sizes(1);
        if (wish == null) {
            long rank = call.in(1).size(0).orElse(-1);
            call.set(0, call.type(0), rank < 0 || rank > 64 ? null : call.places(0, (int) rank));
            return;
        }
        boolean copies = call.attribute("allowzero", 0) == 0;
        List<Size> shape = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        Size given = Size.ONE;
        for (int axis = 0; axis < wish.size(); axis++) {
            Size size = copies && wish.get(axis).is(0) ? copied(x, axis) : wish.get(axis);
            if (size == null || size.least() < 0) {
                open.add(axis);
                shape.add(call.place(0, axis));
            } else {
                given = given.times(size);
                shape.add(size);
            }
        }
        // one number that is not known is what the others leave, whether it is said or written as -1
        boolean left = open.size() == 1 && x != null && !given.is(0);
        boolean mayCopy = left && !wish.get(open.get(0)).is(-1) && given.least() < 1;
        if (left && !mayCopy) {
            shape.set(open.get(0), count(x).orElseThrow().over(given));
        }
        call.set(
                0,
                call.type(0),
                shape,
                RowMajor.of(shape).isPresent() ? call.in(0).elements() : null);
    }

    private static @Nullable Size copied(@Nullable List<Size> x, int axis) {
        return x == null || axis >= x.size() ? null : x.get(axis);
    }

    private static @Nullable List<Size> numbers(long @Nullable [] values) {
        return values == null ? null : Arrays.stream(values).mapToObj(Size::of).toList();
    }

    private static void flatten(InferredNode call) {
        List<Size> x = call.dims(0);
        if (x == null) {
            call.set(0, call.type(0), call.places(0, 2));
            return;
        }
        long given = call.attribute("axis", 1);
        int axis = (int) (given < 0 ? given + x.size() : given);
        Size before = count(x.subList(0, axis)).orElseThrow();
        Size after = count(x.subList(axis, x.size())).orElseThrow();
        call.set(0, call.type(0), List.of(before, after));
    }

    private static void squeeze(InferredNode call) {
        List<Size> x = call.shape(0);
        long[] axes = call.list("axes", 1);
        if (axes == null && (call.has(1) || !x.stream().allMatch(Size::isKnown))) {
            long count = call.in(1).size(0).orElse(-1);
            call.set(0, call.type(0), count < 0 ? null : call.places(0, x.size() - (int) count));
            return;
        }
        TreeSet<Integer> gone = new TreeSet<>();
        for (int axis = 0; axes == null && axis < x.size(); axis++) {
            if (x.get(axis).is(1)) {
                gone.add(axis);
            }
        }
        for (long axis : axes == null ? new long[0] : axes) {
            gone.add(InferredNode.axis(axis, x.size()));
        }
        List<Size> shape = new ArrayList<>();
        for (int axis = 0; axis < x.size(); axis++) {
            if (!gone.contains(axis)) {
                shape.add(x.get(axis));
            }
        }
        call.set(0, call.type(0), shape, call.elements(0));
    }

    private static void unsqueeze(InferredNode call) {
        List<Size> x = call.shape(0);
        long[] axes = call.list("axes", 1);
        if (axes == null) {
            long count = call.in(1).size(0).orElse(-1);
            call.set(0, call.type(0), count < 0 ? null : call.places(0, x.size() + (int) count));
            return;
        }
        TreeSet<Integer> added = new TreeSet<>();
        for (long axis : axes) {
            added.add(InferredNode.axis(axis, x.size() + axes.length));
        }
        List<Size> shape = new ArrayList<>(x);
        added.forEach(axis -> shape.add(axis, Size.ONE));
        call.set(0, call.type(0), shape, call.elements(0));
    }

    private static void transpose(InferredNode call) {
        List<Size> x = call.shape(0);
        long[] given = call.list("perm");
        int[] order = IntStream.range(0, x.size())
                .map(axis -> given == null ? x.size() - 1 - axis : (int) given[axis])
                .toArray();
        List<Size> shape = IntStream.of(order).mapToObj(x::get).toList();
        List<Element> elements = call.elements(0);
        Optional<RowMajor> from = RowMajor.of(x);
        List<Element> turned = elements == null || from.isEmpty()
                ? null
                : from.get().taken(elements, RowMajor.of(shape).orElseThrow(), position -> {
                    int[] own = new int[position.length];
                    for (int axis = 0; axis < own.length; axis++) {
                        own[order[axis]] = position[axis];
                    }
                    return own;
                });
        call.set(0, call.type(0), shape, turned);
    }

    private static void expand(InferredNode call) {
        List<Size> x = call.dims(0);
        List<Size> wish = call.sizes(1);
        if (wish == null || x == null) {
            long rank = call.in(1).size(0).orElse(-1);
            call.set(0, call.type(0), rank < 0 || x == null ? null : call.places(0, (int) Math.max(rank, x.size())));
            return;
        }
        List<Size> sure = new ArrayList<>(wish);
        for (int axis = 0; axis < sure.size(); axis++) {
            int own = axis - sure.size() + Math.max(x.size(), sure.size());
            if (sure.get(axis).least() < 0) {
                sure.set(axis, call.place(0, own));
            }
        }
        List<Size> shape = Numbers.broadcast(x, sure);
        List<Element> elements = call.elements(0);
        Optional<RowMajor> from = RowMajor.of(x);
        Optional<RowMajor> to = RowMajor.of(shape);
        boolean small = from.isPresent() && to.isPresent();
        call.set(
                0,
                call.type(0),
                shape,
                elements != null && small ? from.orElseThrow().spread(elements, to.orElseThrow()) : null);
    }

    /** Up to opset 5 one axis, so often. */
    private static void tile(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> times = call.sizes(1);
        List<Size> shape = new ArrayList<>(call.places(0, x.size()));
        for (int axis = 0; times != null && call.opset() >= 6 && axis < x.size(); axis++) {
            if (times.get(axis).least() >= 0) {
                shape.set(axis, x.get(axis).times(times.get(axis)));
            }
        }
        call.set(0, call.type(0), shape);
    }

    private static void blocks(InferredNode call, boolean toSpace) {
        List<Size> x = call.shape(0);
        Size side = Size.of(call.attribute("blocksize", 1));
        Size area = side.times(side);
        call.set(
                0,
                call.type(0),
                toSpace
                        ? List.of(
                                x.get(0),
                                x.get(1).over(area),
                                x.get(2).times(side),
                                x.get(3).times(side))
                        : List.of(
                                x.get(0),
                                x.get(1).times(area),
                                x.get(2).over(side),
                                x.get(3).over(side)));
    }

    private static void shape(InferredNode call) {
        List<Size> x = call.dims(0);
        if (x == null) {
            call.set(0, ElementType.INT64, call.places(0, 1));
            return;
        }
        int start = bound(call.attribute("start", 0), x.size());
        int end = bound(call.attribute("end", x.size()), x.size());
        List<Size> part = start < end ? x.subList(start, end) : List.of();
        call.set(0, ElementType.INT64, List.of(Size.of(part.size())), List.copyOf(part));
    }

    private static int bound(long given, int size) {
        return (int) Math.max(0, Math.min(size, given < 0 ? given + size : given));
    }
}
