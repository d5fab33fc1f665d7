package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.FORMS;
import static io.reparam.fold.shape.Trait.KEEPS_CHANNELS;
import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.MOVES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that take some numbers of a tensor, or put several tensors together.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gather.html">ONNX Gather</a>
 */
final class SelectionShapes {
    private SelectionShapes() {}

    static void addTo(Table table) {
        table.add("Slice", SliceShape::infer, MOVES, FORMS, COMMUTES_WITH_AFFINE);
        table.add("Split", SelectionShapes::split, MOVES, COMMUTES_WITH_AFFINE);
        table.add("Concat", SelectionShapes::concat, MOVES, COMMUTES_WITH_AFFINE);
        table.add("Gather", SelectionShapes::gather, MOVES, COMMUTES_WITH_AFFINE);
        table.add("GatherElements", call -> call.set(0, call.type(0), call.dims(1)), MOVES);
        table.add("GatherND", SelectionShapes::gatherNd, MOVES);
        for (String name : List.of("ScatterND", "ScatterElements", "Scatter", "TensorScatter")) {
            table.add(name, ElementwiseShapes::same, MOVES, KEEPS_SHAPE);
        }
        table.add("Pad", SelectionShapes::pad, KEEPS_CHANNELS);
        table.add("CenterCropPad", SelectionShapes::centred);
        table.add("OneHot", SelectionShapes::oneHot);
    }

    private static void split(InferredNode call) {
        List<Size> x = call.shape(0);
        int outputs = call.node().outputs().size();
        int axis = InferredNode.axis(call.attribute("axis", 0), x.size());
        long[] attribute = call.list("split");
        List<Size> sizes = attribute == null
                ? call.sizes(1)
                : IntStream.range(0, attribute.length)
                        .mapToObj(i -> Size.of(attribute[i]))
                        .toList();
        boolean even = sizes == null && !call.has(1);
        boolean mayDiffer = call.opset() >= 18;
        Size whole = x.get(axis);
        Size part = !even ? Size.ZERO : mayDiffer ? whole.ceilOver(outputs) : whole.over(Size.of(outputs));
        for (int i = 0; i < outputs; i++) {
            List<Size> shape = new ArrayList<>(x);
            boolean known = sizes != null && i < sizes.size() && sizes.get(i).least() >= 0;
            boolean last = even && mayDiffer && i == outputs - 1;
            Size rest = whole.minus(part.times(outputs - 1));
            shape.set(axis, known && sizes != null ? sizes.get(i) : !even ? call.place(i, axis) : last ? rest : part);
            List<Element> elements = known || even ? call.elements(0) : null;
            call.set(
                    i,
                    call.type(0),
                    shape,
                    elements == null || x.size() != 1 ? null : part(elements, sizes, part, i, shape.get(0)));
        }
    }

    private static @Nullable List<Element> part(
            List<Element> elements, @Nullable List<Size> sizes, Size even, int index, Size own) {
        Size from = even.times(index);
        for (int i = 0; sizes != null && i < index; i++) {
            from = from.plus(sizes.get(i));
        }
        return from.isKnown() && own.isKnown()
                ? elements.subList((int) from.known().getAsLong(), (int)
                        (from.known().getAsLong() + own.known().getAsLong()))
                : null;
    }

    /** Up to opset 3 along axis 1 unless said. */
    private static void concat(InferredNode call) {
        List<Size> shape = null;
        ElementType type = null;
        int known = -1;
        for (int i = 0; i < call.inputs(); i++) {
            type = type == null ? call.type(i) : type;
            known = call.dims(i) == null ? known : i;
        }
        if (known < 0) {
            call.set(0, type, null);
            return;
        }
        int rank = call.shape(known).size();
        int along = InferredNode.axis(call.attribute("axis", 1), rank);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < call.inputs(); i++) {
            List<Size> part = call.dims(i);
            List<Element> numbers = call.elements(i);
            elements = elements == null || numbers == null || rank != 1 ? null : joined(elements, numbers);
            if (part == null) {
                shape = shape == null ? new ArrayList<>(call.places(0, rank)) : shape;
                shape.set(along, call.place(0, along));
                continue;
            }
            if (part.size() != rank) {
                throw new IllegalArgumentException("input " + i + " has another number of dimensions");
            }
            if (shape == null) {
                shape = new ArrayList<>(part);
                continue;
            }
            for (int axis = 0; axis < rank; axis++) {
                Size other = part.get(axis);
                boolean unsaid = shape.get(axis).equals(call.place(0, axis));
                if (axis == along) {
                    shape.set(axis, unsaid ? shape.get(axis) : shape.get(axis).plus(other));
                } else if (unsaid || (other.isKnown() && !shape.get(axis).isKnown())) {
                    shape.set(axis, other);
                }
            }
        }
        call.set(0, type, shape, elements);
    }

    private static List<Element> joined(List<Element> all, List<Element> more) {
        all.addAll(more);
        return all;
    }

    private static void gather(InferredNode call) {
        List<Size> x = call.dims(0);
        List<Size> indices = call.dims(1);
        if (x == null || indices == null) {
            call.set(0, call.type(0), null);
            return;
        }
        int axis = InferredNode.axis(call.attribute("axis", 0), x.size());
        List<Size> shape = new ArrayList<>(x.subList(0, axis));
        shape.addAll(indices);
        shape.addAll(x.subList(axis + 1, x.size()));
        List<Element> elements = call.elements(0);
        long[] at = call.longs(1);
        if (elements == null || at == null || x.size() != 1) {
            call.set(0, call.type(0), shape);
            return;
        }
        List<Element> picked = new ArrayList<>();
        for (long index : at) {
            picked.add(elements.get((int) (index < 0 ? index + elements.size() : index)));
        }
        call.set(0, call.type(0), shape, picked);
    }

    private static void gatherNd(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> indices = call.shape(1);
        int batch = (int) call.attribute("batch_dims", 0);
        long deep = indices.get(indices.size() - 1).known().orElse(-1);
        if (deep < 0) {
            call.set(0, call.type(0), null);
            return;
        }
        List<Size> shape = new ArrayList<>(indices.subList(0, indices.size() - 1));
        shape.addAll(x.subList(batch + (int) deep, x.size()));
        call.set(0, call.type(0), shape);
    }

    /** Pads are an attribute up to opset 10 and an input from 11 on; axes are said from 18 on. */
    private static void pad(InferredNode call) {
        List<Size> x = call.shape(0);
        long[] attribute = call.list(call.opset() < 2 ? "paddings" : "pads");
        List<Size> pads = attribute == null
                ? call.sizes(1)
                : IntStream.range(0, attribute.length)
                        .mapToObj(i -> Size.of(attribute[i]))
                        .toList();
        long[] axes = call.has(3)
                ? call.longs(3)
                : IntStream.range(0, x.size()).asLongStream().toArray();
        List<Size> shape = new ArrayList<>(call.places(0, x.size()));
        for (int i = 0; pads != null && axes != null && i < x.size(); i++) {
            shape.set(i, x.get(i));
        }
        for (int i = 0; pads != null && axes != null && i < axes.length; i++) {
            int axis = InferredNode.axis(axes[i], x.size());
            Size size = x.get(axis).plus(pads.get(i)).plus(pads.get(i + axes.length));
            boolean sure =
                    size.isKnown() || pads.get(i).isKnown() || pads.get(i).least() >= 0;
            shape.set(axis, sure ? size : call.place(0, axis));
        }
        call.set(0, call.type(0), shape);
    }

    private static void centred(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        List<Size> wish = call.sizes(1);
        long[] axes = call.list("axes");
        for (int i = 0; i < (axes == null ? shape.size() : axes.length); i++) {
            int axis = axes == null ? i : InferredNode.axis(axes[i], shape.size());
            shape.set(axis, wish == null || wish.get(i).least() < 0 ? call.place(0, axis) : wish.get(i));
        }
        call.set(0, call.type(0), shape);
    }

    private static void oneHot(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        int axis = InferredNode.axis(call.attribute("axis", -1), shape.size() + 1);
        List<Size> depth = call.sizes(1);
        shape.add(
                axis,
                depth == null || depth.size() != 1 || depth.get(0).least() < 0 ? call.place(0, axis) : depth.get(0));
        call.set(0, call.type(2), shape);
    }
}
