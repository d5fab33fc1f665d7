package io.reparam.fold.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** A whole number plus products of {@link Atom}s, each with a whole factor; written in one way only. Immutable. */
final class Polynomial {
    private static final int STEPS = 64; // of a division

    /** A product of atoms, in order, and the number before it, which is not 0. */
    record Term(List<Atom> atoms, long factor) {}

    private final long constant;
    private final TreeMap<String, Term> terms;

    private Polynomial(long constant, TreeMap<String, Term> terms) {
        this.constant = constant;
        this.terms = terms;
    }

    static Polynomial of(long number) {
        return new Polynomial(number, new TreeMap<>());
    }

    static Polynomial of(Term term) {
        TreeMap<String, Term> terms = new TreeMap<>();
        add(terms, term);
        return ofProducts(terms);
    }

    boolean isNumber() {
        return terms.isEmpty();
    }

    long constant() {
        return constant;
    }

    /** All but the constant. */
    Collection<Term> terms() {
        return Collections.unmodifiableCollection(terms.values());
    }

    Polynomial plus(Polynomial other) {
        TreeMap<String, Term> sum = new TreeMap<>(terms);
        other.terms.values().forEach(term -> add(sum, term));
        return new Polynomial(Math.addExact(constant, other.constant), sum);
    }

    Polynomial times(Polynomial other) {
        TreeMap<String, Term> product = new TreeMap<>();
        for (Term a : all()) {
            for (Term b : other.all()) {
                List<Atom> atoms = new ArrayList<>(a.atoms());
                atoms.addAll(b.atoms());
                atoms.sort(Comparator.comparing(Atom::key));
                add(product, new Term(List.copyOf(atoms), Math.multiplyExact(a.factor(), b.factor())));
            }
        }
        return ofProducts(product);
    }

    /** With another constant and other factors; a term whose factor becomes 0 is gone. */
    Polynomial each(LongUnaryOperator change) {
        TreeMap<String, Term> changed = new TreeMap<>();
        terms.values().forEach(term -> add(changed, new Term(term.atoms(), change.applyAsLong(term.factor()))));
        return new Polynomial(change.applyAsLong(constant), changed);
    }

    /** What divides all factors, though maybe not the constant, and a number. */
    long commonFactor(long number) {
        long common = number;
        for (Term term : terms.values()) {
            common = gcd(common, term.factor());
        }
        return common;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? Math.abs(a) : gcd(b, a % b);
    }

    /** Empty if it is not known that nothing is left. */
    Optional<Polynomial> dividedBy(Polynomial divisor) {
        if (divisor.isZero()) {
            return Optional.empty();
        }
        Term lead = divisor.leading();
        Polynomial rest = this;
        Polynomial quotient = of(0);
        for (int i = 0; i < STEPS && !rest.isZero(); i++) {
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
            Polynomial next = of(new Term(List.copyOf(atoms), term.factor() / lead.factor()));
            quotient = quotient.plus(next);
            rest = rest.plus(next.times(divisor).each(factor -> -factor));
        }
        return rest.isZero() ? Optional.of(quotient) : Optional.empty();
    }

    private boolean isZero() {
        return terms.isEmpty() && constant == 0;
    }

    private Term leading() {
        return all().stream()
                .max(Comparator.comparingInt((Term term) -> term.atoms().size())
                        .thenComparing(term -> key(term.atoms())))
                .orElseThrow();
    }

    private List<Term> all() {
        List<Term> all = new ArrayList<>(terms.values());
        if (constant != 0 || all.isEmpty()) {
            all.add(new Term(List.of(), constant));
        }
        return all;
    }

    private static void add(Map<String, Term> sum, Term term) {
        String key = key(term.atoms());
        Term old = sum.get(key);
        long factor = Math.addExact(old == null ? 0 : old.factor(), term.factor());
        if (factor == 0) {
            sum.remove(key);
        } else {
            sum.put(key, new Term(term.atoms(), factor));
        }
    }

    /** A product of no atoms is the constant; the map is changed. */
    private static Polynomial ofProducts(TreeMap<String, Term> terms) {
        Term number = terms.remove("");
        return new Polynomial(number == null ? 0 : number.factor(), terms);
    }

    private static String key(List<Atom> atoms) {
        return atoms.size() == 1
                ? atoms.get(0).key()
                : String.join("*", atoms.stream().map(Atom::key).toList());
    }

    /** Such as {@code 2*'N'+1}; equal ones have the same. */
    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return Long.toString(constant);
        }
        StringBuilder text = new StringBuilder();
        terms.forEach((key, term) -> text.append(text.isEmpty() ? "" : "+")
                .append(term.factor() == 1 ? "" : term.factor() + "*")
                .append(key));
        return constant == 0
                ? text.toString()
                : text.append("+").append(constant).toString();
    }
}
