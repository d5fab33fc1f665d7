package io.reparam.fold.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
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
    static final Size ZERO = new Size(0, new TreeMap<>());
    static final Size ONE = new Size(1, new TreeMap<>());
    private static final int LONGEST = 400; // letters; what is longer is not compared any more
    private static final int STEPS = 64;

    /** A product of atoms, in order, and the number before it, which is not 0. */
    private record Term(List<Atom> atoms, long factor) {}

    private final long constant;
    private final TreeMap<String, Term> terms;
    private final String text;

    private Size(long constant, TreeMap<String, Term> terms) {
        this.constant = constant;
        this.terms = terms;
        this.text = terms.isEmpty() ? Long.toString(constant) : text(constant, terms);
    }

    public static Size of(long number) {
        return number == 0 ? ZERO : number == 1 ? ONE : new Size(number, new TreeMap<>());
    }

    static Size of(Atom atom) {
        return ofTerm(new Term(List.of(atom), 1));
    }

    private static Size ofTerm(Term term) {
        TreeMap<String, Term> terms = new TreeMap<>();
        terms.put(key(term.atoms()), term);
        return new Size(0, terms);
    }

    /** Empty if it depends on a free size. */
    public OptionalLong known() {
        return terms.isEmpty() ? OptionalLong.of(constant) : OptionalLong.empty();
    }

    public boolean isKnown() {
        return terms.isEmpty();
    }

    boolean is(long number) {
        return terms.isEmpty() && constant == number;
    }

    /** Whether it takes more space than a comparison is worth. */
    boolean isLong() {
        return text.length() > LONGEST;
    }

    /** The one atom that this is; empty if it is anything else. */
    Optional<Atom> atom() {
        Term only = constant == 0 && terms.size() == 1 ? terms.firstEntry().getValue() : null;
        return only != null && only.factor() == 1 && only.atoms().size() == 1
                ? Optional.of(only.atoms().get(0))
                : Optional.empty();
    }

    /** The smallest number that it can be; {@link #ANY} if that is not known. */
    long least() {
        long sum = constant;
        for (Term term : terms.values()) {
            long product = term.factor();
            for (Atom atom : term.atoms()) {
                long least = atom.least();
                if (least < 0 || product < 0) {
                    return ANY;
                }
                product = saturated(product, least);
            }
            sum = sum > Long.MAX_VALUE / 4 || product > Long.MAX_VALUE / 4 ? Long.MAX_VALUE / 2 : sum + product;
        }
        return sum;
    }

    private static long saturated(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / 4 / b ? Long.MAX_VALUE / 4 : a * b;
    }

    /** Whether the two can never be the same number. */
    public boolean differs(Size other) {
        return minus(other).least() > 0 || other.minus(this).least() > 0;
    }

    public Size plus(Size other) {
        TreeMap<String, Term> sum = new TreeMap<>(terms);
        other.terms.forEach((key, term) -> add(sum, key, term));
        return sum.isEmpty()
                ? of(Math.addExact(constant, other.constant))
                : new Size(Math.addExact(constant, other.constant), sum);
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
        TreeMap<String, Term> product = new TreeMap<>();
        for (Term a : all()) {
            for (Term b : other.all()) {
                List<Atom> atoms = new ArrayList<>(a.atoms());
                atoms.addAll(b.atoms());
                atoms.sort(Comparator.comparing(Atom::key));
                add(product, key(atoms), new Term(List.copyOf(atoms), Math.multiplyExact(a.factor(), b.factor())));
            }
        }
        Term number = product.remove("");
        return product.isEmpty()
                ? of(number == null ? 0 : number.factor())
                : new Size(number == null ? 0 : number.factor(), product);
    }

    /** {@code floor(this / other)}. @throws ArithmeticException if the other is 0 */
    public Size over(Size other) {
        if (other.isKnown()) {
            return other.constant < 0 ? times(-1).over(-other.constant) : over(other.constant);
        }
        return exact(other).orElseGet(() -> of(new Atom.Quotient(this, other, true)));
    }

    /** Rounded towards 0, as ONNX's Div does. */
    Size truncatedOver(Size other) {
        if (isKnown() && other.isKnown()) {
            return of(constant / other.constant);
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
        TreeMap<String, Term> whole = new TreeMap<>();
        TreeMap<String, Term> rest = new TreeMap<>();
        terms.forEach((key, term) -> {
            add(whole, key, new Term(term.atoms(), Math.floorDiv(term.factor(), number)));
            add(rest, key, new Term(term.atoms(), Math.floorMod(term.factor(), number)));
        });
        Size quotient = whole.isEmpty()
                ? of(Math.floorDiv(constant, number))
                : new Size(Math.floorDiv(constant, number), whole);
        long left = Math.floorMod(constant, number);
        if (rest.isEmpty()) {
            return quotient;
        }
        return quotient.plus(new Size(left, rest).fraction(number));
    }

    /** The same for what is left when all that is divisible is divided. */
    private Size fraction(long number) {
        for (Term term : terms.values()) {
            boolean nested = term.factor() == 1 && term.atoms().size() == 1;
            if (nested
                    && term.atoms().get(0) instanceof Atom.Quotient inner
                    && inner.down()
                    && inner.by().isKnown()) {
                Size others = minus(ofTerm(term));
                return inner.of().plus(others.times(inner.by())).over(Math.multiplyExact(inner.by().constant, number));
            }
        }
        long common = number;
        for (Term term : terms.values()) {
            common = gcd(common, term.factor());
        }
        if (common > 1) {
            TreeMap<String, Term> smaller = new TreeMap<>();
            long divisor = common;
            terms.forEach((key, term) -> smaller.put(key, new Term(term.atoms(), term.factor() / divisor)));
            return new Size(Math.floorDiv(constant, common), smaller).over(number / common);
        }
        return of(new Atom.Quotient(this, of(number), true));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? Math.abs(a) : gcd(b, a % b);
    }

    /** Empty if it is not known that nothing is left. */
    Optional<Size> exact(Size divisor) {
        if (divisor.is(0)) {
            return Optional.empty();
        }
        Term lead = divisor.leading();
        Size rest = this;
        Size quotient = ZERO;
        for (int i = 0; i < STEPS && !rest.is(0); i++) {
            Term term = rest.leading();
            List<Atom> atoms = new ArrayList<>(term.atoms());
            for (Atom atom : lead.atoms()) {
                if (!atoms.remove(atom)) {
                    return Optional.empty();
                }
            }
            if (term.factor() % lead.factor() != 0) {
                return Optional.empty();
            }
            Term part = new Term(List.copyOf(atoms), term.factor() / lead.factor());
            Size next = atoms.isEmpty() ? of(part.factor()) : ofTerm(part);
            quotient = quotient.plus(next);
            rest = rest.minus(next.times(divisor));
        }
        return rest.is(0) ? Optional.of(quotient) : Optional.empty();
    }

    private Term leading() {
        return all().stream()
                .max(Comparator.comparingInt((Term term) -> term.atoms().size())
                        .thenComparing(term -> key(term.atoms())))
                .orElseThrow();
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
            return of(scaled(constant, scale));
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
        long sum = constant;
        for (Term term : terms.values()) {
            long product = term.factor();
            for (Atom atom : term.atoms()) {
                OptionalLong number = atom.at(free);
                if (number.isEmpty()) {
                    return number;
                }
                product = Math.multiplyExact(product, number.getAsLong());
            }
            sum = Math.addExact(sum, product);
        }
        return OptionalLong.of(sum);
    }

    private List<Term> all() {
        List<Term> all = new ArrayList<>(terms.values());
        if (constant != 0 || all.isEmpty()) {
            all.add(new Term(List.of(), constant));
        }
        return all;
    }

    private static void add(Map<String, Term> sum, String key, Term term) {
        Term old = sum.get(key);
        long factor = Math.addExact(old == null ? 0 : old.factor(), term.factor());
        if (factor == 0) {
            sum.remove(key);
        } else {
            sum.put(key, new Term(term.atoms(), factor));
        }
    }

    private static String key(List<Atom> atoms) {
        return atoms.size() == 1
                ? atoms.get(0).key()
                : String.join("*", atoms.stream().map(Atom::key).toList());
    }

    private static String text(long constant, Map<String, Term> terms) {
        StringBuilder text = new StringBuilder();
        terms.forEach((key, term) -> text.append(text.isEmpty() ? "" : "+")
                .append(term.factor() == 1 ? "" : term.factor() + "*")
                .append(key));
        return constant == 0
                ? text.toString()
                : text.append("+").append(constant).toString();
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
