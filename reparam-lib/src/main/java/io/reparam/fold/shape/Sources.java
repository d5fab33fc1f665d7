package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.MOVES;
import static io.reparam.fold.shape.Trait.RANDOM;

import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that make numbers of nothing, or of a form alone.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html">ONNX ConstantOfShape</a>
 */
final class Sources {
    private static final double EXACT = 1L << 53;

    private Sources() {}

    static void addTo(Table table) {
        table.add("Constant", Sources::constant, MOVES);
        table.add("ConstantOfShape", Sources::filled, MOVES);
        table.add("Range", Sources::range, MOVES);
        table.add("EyeLike", call -> typed(call, call.type(0), call.dims(0)), KEEPS_SHAPE);
        table.add("RandomNormal", Sources::random, RANDOM);
        table.add("RandomUniform", Sources::random, RANDOM);
        table.add("RandomNormalLike", call -> typed(call, call.type(0), call.dims(0)), RANDOM, KEEPS_SHAPE);
        table.add("RandomUniformLike", call -> typed(call, call.type(0), call.dims(0)), RANDOM, KEEPS_SHAPE);
        table.add("Bernoulli", call -> typed(call, call.type(0), call.dims(0)), RANDOM, KEEPS_SHAPE);
        table.add("Multinomial", Sources::drawn, RANDOM);
    }

    /** What a tensor is; its numbers too if they are few. */
    static Fact of(Tensor tensor) {
        List<Size> dims = tensor.dims().stream().map(Size::of).toList();
        boolean few = tensor.size() <= Fact.MOST_ELEMENTS
                && tensor.type().isNumeric()
                && (tensor.type() == ElementType.INT64 || tensor.fitsDoubles());
        return Fact.tensor(tensor.type(), dims, few ? numbers(tensor) : null);
    }

    private static List<Element> numbers(Tensor tensor) {
        List<Element> elements = new ArrayList<>();
        if (tensor.type() == ElementType.INT64) {
            for (long value : tensor.longs()) {
                elements.add(Size.of(value));
            }
        } else {
            for (double value : tensor.doubles()) {
                elements.add(Element.of(value));
            }
        }
        return elements;
    }

    private static void constant(InferredNode call) {
        for (Attribute value : call.node().attributes().asMap().values()) {
            if (value instanceof Attribute.Array array) {
                call.set(0, of(array.value()));
            } else if (value instanceof Attribute.Int number) {
                call.set(0, ElementType.INT64, List.of(), List.of(Size.of(number.value())));
            } else if (value instanceof Attribute.Real number) {
                call.set(0, ElementType.FLOAT, List.of(), List.of(Element.of(number.value())));
            } else if (value instanceof Attribute.Ints list) {
                List<Element> elements =
                        list.values().stream().<Element>map(Size::of).toList();
                call.set(0, ElementType.INT64, List.of(Size.of(elements.size())), elements);
            } else if (value instanceof Attribute.Reals list) {
                List<Element> elements =
                        list.values().stream().map(v -> Element.of(v)).toList();
                call.set(0, ElementType.FLOAT, List.of(Size.of(elements.size())), elements);
            } else if (value instanceof Attribute.Text) {
                call.set(0, ElementType.STRING, List.of());
            } else if (value instanceof Attribute.Texts list) {
                call.set(0, ElementType.STRING, List.of(Size.of(list.values().size())));
            }
        }
    }

    private static void filled(InferredNode call) {
        Optional<Tensor> value = call.node().attributes().getTensor("value");
        ElementType type = value.map(Tensor::type).orElse(ElementType.FLOAT);
        List<Size> sizes = call.sizes(0);
        if (sizes == null) {
            long rank = call.in(0).size(0).orElse(-1);
            call.set(0, type, rank < 0 || rank > 64 ? null : call.places(0, (int) rank));
            return;
        }
        List<Size> shape = new ArrayList<>(sizes);
        for (int axis = 0; axis < shape.size(); axis++) {
            if (shape.get(axis).least() < 0) {
                shape.set(axis, call.place(0, axis));
            }
        }
        List<Element> one =
                value.isEmpty() ? List.of(Size.ZERO) : of(value.get()).elements();
        Optional<RowMajor> layout = RowMajor.of(shape);
        boolean followed = one != null && one.size() == 1 && layout.isPresent();
        call.set(
                0,
                type,
                shape,
                followed && one != null
                        ? Collections.nCopies(layout.orElseThrow().count(), one.get(0))
                        : null);
    }

    private static void range(InferredNode call) {
        double[] start = call.doubles(0);
        double[] step = call.doubles(2);
        double[] end = call.doubles(1);
        ElementType type = call.type(0);
        if (start != null && end != null && step != null && step[0] != 0) {
            if (Math.max(Math.abs(start[0]), Math.abs(end[0])) > EXACT) {
                call.set(0, type, List.of(call.place(0, 0))); // whole numbers of 64 bits are no float64
                return;
            }
            long count = (long) Math.max(0, Math.ceil((end[0] - start[0]) / step[0]));
            List<Element> elements = count > Fact.MOST_ELEMENTS ? null : new ArrayList<>();
            for (int i = 0; elements != null && i < count; i++) {
                elements.add(Element.of(start[0] + i * step[0]));
            }
            call.set(0, type, List.of(Size.of(count)), type != null && type.isReal() ? null : elements);
            return;
        }
        List<Size> from = call.sizes(0);
        List<Size> to = call.sizes(1);
        List<Size> by = call.sizes(2);
        Size length = from == null
                        || to == null
                        || by == null
                        || !by.get(0).isKnown()
                        || by.get(0).least() <= 0
                ? null
                : to.get(0).minus(from.get(0)).plus(by.get(0)).plus(-1).over(by.get(0));
        call.set(0, type, List.of(length == null || length.least() < 0 ? call.place(0, 0) : length));
    }

    private static void random(InferredNode call) {
        long[] shape = call.list("shape");
        call.set(0, ElementType.ofCode((int) call.attribute("dtype", 1)), sizes(shape));
    }

    private static void drawn(InferredNode call) {
        Size rows = call.in(0).dim(0).orElse(call.place(0, 0));
        ElementType type = ElementType.ofCode((int) call.attribute("dtype", ElementType.INT32.code()));
        call.set(0, type, List.of(rows, Size.of(call.attribute("sample_size", 1))));
    }

    private static void typed(InferredNode call, @Nullable ElementType type, @Nullable List<Size> dims) {
        long code = call.attribute("dtype", 0);
        call.set(0, code == 0 ? type : ElementType.ofCode((int) code), dims);
    }

    static @Nullable List<Size> sizes(long @Nullable [] values) {
        return values == null ? null : LongStream.of(values).mapToObj(Size::of).toList();
    }
}
