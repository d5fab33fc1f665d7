package io.reparam.fold.shape;

import io.reparam.fold.shape.Polynomial.Term;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long a dimension is, or a whole number that is computed from dimensions. It is a number, or a sum of products of
 * numbers that are not known until the net runs, such as {@code 2 N H + 1}. It is written in one way only, so that two that are equal
 * are known to be the same number; two that are not equal may still be. Immutable.
 *
 * <p>Quotients of whole numbers: {@code floor((b P + r) / b) = P + floor(r / b)} and {@code floor((floor(x / a) + k) / b) =
 * floor((x + a k) / (a b))}, so that sizes through a chain of layers of stride 2 meet again.
 */
public final class Size implements Element {
    static final long ANY = Long.MIN_VALUE;
    static final Size ZERO = new Size(Polynomial.of(0));
    static final Size ONE = new Size(Polynomial.of(1));
    private static final int LONGEST = 400; // letters; what is longer is not compared any more

    private final Polynomial sum;
    private final String text;

    private Size(Polynomial sum) {
        this.sum = sum;
        this.text = sum.toString();
    }

    public static Size of(long number) {
        return number == 0 ? ZERO : number == 1 ? ONE : new Size(Polynomial.of(number));
    }

    static Size of(Atom atom) {
        return of(Polynomial.of(new Term(List.of(atom), 1)));
    }

    private static Size of(Polynomial sum) {
        return sum.isNumber() ? of(sum.constant()) : new Size(sum);
    }

    /** Empty if it depends on a free size. */
    public OptionalLong known() {
        return sum.isNumber() ? OptionalLong.of(sum.constant()) : OptionalLong.empty();
    }

    public boolean isKnown() {
        return sum.isNumber();
    }

    boolean is(long number) {
        return sum.isNumber() && sum.constant() == number;
    }

    /** Whether it takes more space than a comparison is worth. */
    boolean isLong() {
        return text.length() > LONGEST;
    }

    /** The one atom that this is; empty if it is anything else. */
    Optional<Atom> atom() {
        Term only = sum.constant() == 0 && sum.terms().size() == 1
                ? sum.terms().iterator().next()
                : null;
        return only != null && only.factor() == 1 && only.atoms().size() == 1
                ? Optional.of(only.atoms().get(0))
                : Optional.empty();
    }

    /** The smallest number that it can be; {@link #ANY} if that is not known. */
    long least() {
        long least = sum.constant();
        for (Term term : sum.terms()) {
            long product = term.factor();
            for (Atom atom : term.atoms()) {
                long factor = atom.least();
                if (factor < 0 || product < 0) {
                    return ANY;
                }
                product = saturated(product, factor);
            }
            least = least > Long.MAX_VALUE / 4 || product > Long.MAX_VALUE / 4 ? Long.MAX_VALUE / 2 : least + product;
        }
        return least;
    }

    private static long saturated(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / 4 / b ? Long.MAX_VALUE / 4 : a * b;
    }

    /** Whether the two can never be the same number. */
    public boolean differs(Size other) {
        return minus(other).least() > 0 || other.minus(this).least() > 0;
    }

    public Size plus(Size other) {
        return of(sum.plus(other.sum));
    }

    public Size plus(long number) {
        return plus(of(number));
    }

    public Size minus(Size other) {
        return plus(other.times(of(-1)));
    }

    public Size times(long number) {
        return times(of(number));
    }

    public Size times(Size other) {
        if (is(1) || other.is(0)) {
            return other;
        }
        if (other.is(1) || is(0)) {
            return this;
        }
        return of(sum.times(other.sum));
    }

    /** {@code floor(this / other)}. @throws ArithmeticException if the other is 0 */
    public Size over(Size other) {
        if (other.isKnown()) {
            return other.sum.constant() < 0 ? times(-1).over(-other.sum.constant()) : over(other.sum.constant());
        }
        return exact(other).orElseGet(() -> of(new Atom.Quotient(this, other, true)));
    }

    /** Rounded towards 0, as ONNX's Div does. */
    Size truncatedOver(Size other) {
        if (isKnown() && other.isKnown()) {
            return of(sum.constant() / other.sum.constant());
        }
        return least() >= 0 && other.least() > 0
                ? over(other)
                : exact(other).orElseGet(() -> of(new Atom.Quotient(this, other, false)));
    }

    private Size over(long number) {
        if (number == 0) {
            throw new ArithmeticException("division by 0");
        }
        if (number == 1) {
            return this;
        }
        Size quotient = of(sum.each(factor -> Math.floorDiv(factor, number)));
        Polynomial rest = sum.each(factor -> Math.floorMod(factor, number));
        return rest.isNumber() ? quotient : quotient.plus(of(rest).fraction(number));
    }

    /** The same for what is left when all that is divisible is divided. */
    private Size fraction(long number) {
        for (Term term : sum.terms()) {
            boolean nested = term.factor() == 1 && term.atoms().size() == 1;
            if (nested
                    && term.atoms().get(0) instanceof Atom.Quotient inner
                    && inner.down()
                    && inner.by().isKnown()) {
                Size others = minus(of(Polynomial.of(term)));
                return inner.of()
                        .plus(others.times(inner.by()))
                        .over(Math.multiplyExact(inner.by().sum.constant(), number));
            }
        }
        long common = sum.commonFactor(number);
        if (common > 1) {
            return of(sum.each(factor -> Math.floorDiv(factor, common))).over(number / common);
        }
        return of(new Atom.Quotient(this, of(number), true));
    }

    /** Empty if it is not known that nothing is left. */
    Optional<Size> exact(Size divisor) {
        return sum.dividedBy(divisor.sum).map(Size::of);
    }

    /** {@code ceil(this / number)}. */
    Size ceilOver(long number) {
        return plus(number - 1).over(number);
    }

    Size max(Size other) {
        return extreme(other, true);
    }

    Size min(Size other) {
        return extreme(other, false);
    }

    private Size extreme(Size other, boolean largest) {
        if (equals(other) || minus(other).least() >= 0) {
            return largest ? this : other;
        }
        if (other.minus(this).least() >= 0) {
            return largest ? other : this;
        }
        return of(new Atom.Extreme(largest, inOrder(this, other)));
    }

    /** What two dimensions make where they are broadcast to each other. */
    Size broadcast(Size other) {
        if (equals(other) || other.is(1)) {
            return this;
        }
        if (is(1) || other.isKnown()) {
            return other;
        }
        return isKnown() ? this : of(new Atom.Broadcast(inOrder(this, other)));
    }

    private static List<Size> inOrder(Size a, Size b) {
        return a.text.compareTo(b.text) <= 0 ? List.of(a, b) : List.of(b, a);
    }

    /** {@code floor(this scale)} in float32, as Resize computes it. */
    Size scaled(double scale) {
        if (isKnown()) {
            return of(scaled(sum.constant(), scale));
        }
        long times = Math.round(scale);
        if (times >= 1 && times == scale) {
            return times(times);
        }
        long parts = Math.round(1 / scale);
        // 1 / parts in float32 is a little below for some numbers of parts, so only powers of 2 are exact
        return Long.bitCount(parts) == 1 && 1.0 / parts == scale ? over(parts) : of(new Atom.Scaled(this, scale));
    }

    static long scaled(long size, double scale) {
        return (long) Math.floor((float) size * (float) scale);
    }

    /** The number once the free ones are known; empty if one of them stays free. */
    OptionalLong at(Function<Atom, OptionalLong> free) {
        long total = sum.constant();
        for (Term term : sum.terms()) {
            long product = term.factor();
            for (Atom atom : term.atoms()) {
                OptionalLong number = atom.at(free);
                if (number.isEmpty()) {
                    return number;
                }
                product = Math.multiplyExact(product, number.getAsLong());
            }
            total = Math.addExact(total, product);
        }
        return OptionalLong.of(total);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Size size && size.text.equals(text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Such as {@code 2*'N'+1}. */
    @Override
    public String toString() {
        return text;
    }
}
