package io.reparam.fold.shape;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Arithmetic with the numbers of small tensors: what an operator computes of them, where that is known. */
final class Numbers {
    private Numbers() {}

    /** Two numbers made one; null if that is not followed. */
    @FunctionalInterface
    interface Pair {
        @Nullable
        Element apply(InferredNode call, Element a, Element b);
    }

    /** Each number for itself; integers stay integers. */
    static Rule each(UnaryOperator<Size> whole, DoubleUnaryOperator real) {
        return call -> {
            List<Element> elements = call.in(0).elements();
            List<Element> changed = elements == null
                    ? null
                    : elements.stream()
                            .map(e -> e instanceof Size size
                                    ? whole.apply(size)
                                    : Element.of(real.applyAsDouble(((Element.Real) e).value())))
                            .toList();
            call.set(0, call.type(0), call.dims(0), changed);
        };
    }

    static Size absolute(Size a) {
        return a.least() >= 0 ? a : a.max(a.times(-1));
    }

    static Size sign(Size a) {
        return a.least() > 0 ? Size.ONE : a.max(Size.of(-1)).min(Size.ONE);
    }

    static void cast(InferredNode call) {
        converted(call, ElementType.ofCode((int) call.attribute("to", 0)));
    }

    static void castLike(InferredNode call) {
        ElementType type = call.type(1);
        if (type == null) {
            call.set(0, null, call.dims(0));
        } else {
            converted(call, type);
        }
    }

    static void bitCast(InferredNode call) {
        call.set(0, ElementType.ofCode((int) call.attribute("to", 0)), call.dims(0));
    }

    private static void converted(InferredNode call, ElementType to) {
        List<Element> elements = call.elements(0);
        List<Element> changed = elements == null ? null : new ArrayList<>();
        for (Element element : elements == null ? List.<Element>of() : elements) {
            Element converted = converted(element, to);
            changed = changed == null || converted == null ? null : added(changed, converted);
        }
        call.set(0, to, call.dims(0), changed);
    }

    private static List<Element> added(List<Element> list, Element element) {
        list.add(element);
        return list;
    }

    private static @Nullable Element converted(Element element, ElementType to) {
        if (element instanceof Element.Real real) {
            double value = real.value();
            return switch (to) {
                case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> Element.of(to.nearest(value));
                case INT32, INT64 -> Math.abs(value) < Integer.MAX_VALUE ? Size.of((long) value) : null;
                case BOOL -> Size.of(value == 0 ? 0 : 1);
                default -> null;
            };
        }
        Size size = (Size) element;
        OptionalLong known = size.known();
        return switch (to) {
            case INT64 -> size;
            case DOUBLE, FLOAT, FLOAT16, BFLOAT16 ->
                known.isPresent() ? Element.of(to.nearest((double) known.getAsLong())) : size;
            case INT32 -> known.isEmpty() || known.getAsLong() == (int) known.getAsLong() ? size : null;
            case BOOL -> size.differs(Size.ZERO) ? Size.ONE : known.isPresent() ? Size.of(size.is(0) ? 0 : 1) : null;
            default -> null;
        };
    }

    /** Of the type of the first input. */
    static Rule pairs(Pair pair) {
        return call -> broadcast(call, call.type(0), pair);
    }

    /** True or false, as 1 or 0. */
    static Rule tests(Pair pair) {
        return call -> broadcast(call, ElementType.BOOL, pair);
    }

    private static void broadcast(InferredNode call, @Nullable ElementType type, Pair pair) {
        ElementType found = type;
        for (int i = 1; found == null && i < call.inputs(); i++) {
            found = call.type(i);
        }
        boolean old = call.opset() < 7
                && !List.of("Max", "Min", "Sum", "Mean").contains(call.node().opType());
        List<Size> dims = old ? call.dims(0) : broadcast(call, 0);
        List<Element> elements = dims == null ? null : folded(call, dims, pair);
        call.set(0, found, dims, elements);
    }

    /** The shape of all inputs from one on together; null if it is not known how many dimensions that has. */
    static @Nullable List<Size> broadcast(InferredNode call, int from) {
        List<Size> shape = new ArrayList<>();
        for (int i = from; i < call.inputs(); i++) {
            List<Size> dims = call.dims(i);
            if (dims == null) {
                return null;
            }
            shape = broadcast(shape, dims);
        }
        return shape;
    }

    static List<Size> broadcast(List<Size> a, List<Size> b) {
        List<Size> wide = new ArrayList<>(a.size() >= b.size() ? a : b);
        List<Size> narrow = a.size() >= b.size() ? b : a;
        int offset = wide.size() - narrow.size();
        for (int i = 0; i < narrow.size(); i++) {
            wide.set(offset + i, wide.get(offset + i).broadcast(narrow.get(i)));
        }
        return wide;
    }

    private static @Nullable List<Element> folded(InferredNode call, List<Size> dims, Pair pair) {
        List<Element> sum = spread(call, 0, dims);
        for (int i = 1; sum != null && i < call.inputs(); i++) {
            List<Element> next = spread(call, i, dims);
            List<Element> both = new ArrayList<>();
            for (int k = 0; next != null && both != null && k < sum.size(); k++) {
                Element element = pair.apply(call, sum.get(k), next.get(k));
                both = element == null ? null : added(both, element);
            }
            sum = next == null ? null : both;
        }
        return sum;
    }

    /** The numbers of an input written out to a shape; null if they are not known. */
    static @Nullable List<Element> spread(InferredNode call, int input, List<Size> dims) {
        List<Element> elements = call.elements(input);
        Optional<RowMajor> own = RowMajor.of(call.dims(input));
        Optional<RowMajor> wide = RowMajor.of(dims);
        return elements == null || own.isEmpty() || wide.isEmpty()
                ? null
                : own.get().spread(elements, wide.get());
    }

    static @Nullable Element sum(InferredNode call, Element a, Element b) {
        return real(call, a, b, Double::sum, (x, y) -> x.plus(y));
    }

    static @Nullable Element difference(InferredNode call, Element a, Element b) {
        return real(call, a, b, (x, y) -> x - y, Size::minus);
    }

    static @Nullable Element product(InferredNode call, Element a, Element b) {
        return real(call, a, b, (x, y) -> x * y, (x, y) -> x.times(y));
    }

    static @Nullable Element quotient(InferredNode call, Element a, Element b) {
        boolean integers = call.type(0) != null && !isReal(call);
        return real(
                call,
                a,
                b,
                (x, y) -> x / y,
                (x, y) -> y.is(0) || !(integers || x.exact(y).isPresent()) ? null : x.truncatedOver(y));
    }

    static @Nullable Element remainder(InferredNode call, Element a, Element b) {
        boolean plain = a instanceof Size x && b instanceof Size y && y.least() > 0 && x.least() >= 0;
        return plain ? ((Size) a).minus(((Size) a).over((Size) b).times((Size) b)) : null;
    }

    static @Nullable Element power(InferredNode call, Element a, Element b) {
        return b instanceof Size y && y.is(2) ? product(call, a, a) : b instanceof Size y && y.is(1) ? a : null;
    }

    static @Nullable Element largest(InferredNode call, Element a, Element b) {
        return real(call, a, b, Math::max, Size::max);
    }

    static @Nullable Element smallest(InferredNode call, Element a, Element b) {
        return real(call, a, b, Math::min, Size::min);
    }

    static @Nullable Element equal(InferredNode call, Element a, Element b) {
        if (a instanceof Size x && b instanceof Size y) {
            return x.equals(y) ? Size.ONE : x.differs(y) ? Size.ZERO : null;
        }
        return null;
    }

    static @Nullable Element less(Element a, Element b) {
        if (a instanceof Size x && b instanceof Size y) {
            return y.minus(x).least() > 0 ? Size.ONE : x.minus(y).least() >= 0 ? Size.ZERO : null;
        }
        return null;
    }

    static @Nullable Element notLess(Element a, Element b) {
        Element less = less(a, b);
        return less == null ? null : Size.ONE.minus((Size) less);
    }

    private static boolean isReal(InferredNode call) {
        ElementType type = call.type(0);
        return type != null && type.isReal();
    }

    @FunctionalInterface
    private interface OfDoubles {
        double apply(double a, double b);
    }

    @FunctionalInterface
    private interface OfSizes {
        @Nullable
        Size apply(Size a, Size b);
    }

    /** Known numbers of a real type are rounded to it; integers that would wrap are not known. */
    private static @Nullable Element real(InferredNode call, Element a, Element b, OfDoubles doubles, OfSizes sizes) {
        ElementType type = call.type(0);
        Double x = number(a);
        Double y = number(b);
        if (type != null && type.isReal() && x != null && y != null) {
            double result = type.nearest(doubles.apply(x, y));
            boolean overflows =
                    type.bytes() == 2 && Double.isInfinite(result) && Double.isFinite(x) && Double.isFinite(y);
            return overflows ? null : Element.of(result); // a runtime may compute it in more bits
        }
        Size found = a instanceof Size p && b instanceof Size q ? sizes.apply(p, q) : null;
        boolean wraps = found != null
                && type == ElementType.INT32
                && found.known().isPresent()
                && found.known().getAsLong() != (int) found.known().getAsLong();
        return wraps ? null : found;
    }

    private static @Nullable Double number(Element element) {
        return element instanceof Element.Real real
                ? (Double) real.value()
                : element instanceof Size size && size.isKnown()
                        ? (Double) (double) size.known().getAsLong()
                        : null;
    }

    static void where(InferredNode call) {
        List<Size> dims = broadcast(call, 0);
        ElementType type = call.type(1) == null ? call.type(2) : call.type(1);
        List<Element> choice = dims == null ? null : spread(call, 0, dims);
        List<Element> yes = dims == null ? null : spread(call, 1, dims);
        List<Element> no = dims == null ? null : spread(call, 2, dims);
        if (choice == null || yes == null || no == null) {
            call.set(0, type, dims);
            return;
        }
        List<Element> chosen = new ArrayList<>();
        for (int i = 0; i < choice.size(); i++) {
            boolean known = choice.get(i) instanceof Size size && size.isKnown();
            boolean same = yes.get(i).equals(no.get(i));
            if (known || same) {
                chosen.add(same || !choice.get(i).equals(Size.ZERO) ? yes.get(i) : no.get(i));
            } else if (type != null && !type.isReal()) {
                chosen.add(Size.of(new Atom.Entry(call.scope() + call.node().output(0), i)));
            } else {
                call.set(0, type, dims);
                return;
            }
        }
        call.set(0, type, dims, chosen);
    }
}
