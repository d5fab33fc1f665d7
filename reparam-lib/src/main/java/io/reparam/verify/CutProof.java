package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import io.reparam.ort.TypedValue.Numbers;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares two models part by part, from the inputs on, as equivalence checkers of hardware do. A tensor that both models name is
 * equal if the candidate computes it, from the original's inputs and tensors already found equal, as the original does. What is
 * computed later begins there, at the original's values, so that rounding does not add up; when all outputs are found equal, the
 * models are the same composition of equal parts. A name that means another thing in the candidate, such as a tensor that a fold
 * has scaled, is never found equal, and is passed over. For one thread, once.
 */
final class CutProof {
    private static final int AT_ONCE = 24; // tensors that are compared in one run
    private static final long HEAP_TIMES = 6; // copies of a model's bytes that taking it apart needs
    /** Rounding of a right fold is at most so many times what one rounding step of its inputs does. */
    static final double ROUNDING = 32;

    private final OnnxSource original;
    private final OnnxSource candidate;
    private final Tolerance tolerance;
    private final SessionSettings settings;
    private final TimeLimit deadline;
    private final List<Map<String, TypedValue>> feeds;
    private final int atOnce;
    private final EqualTensors equal = new EqualTensors();
    private final PartNoise noise;
    private final long images;

    /** @param where the first difference, or why nobody can tell; empty if equivalent */
    record Outcome(Verdict verdict, String where, EquivalenceReport.Segments segments) {}

    /** @param feeds on which the whole models differ */
    CutProof(
            OnnxSource original,
            OnnxSource candidate,
            Tolerance tolerance,
            CheckPlan plan,
            List<Map<String, TypedValue>> feeds,
            TimeLimit deadline) {
        this.feeds = feeds;
        this.images = feeds.stream().mapToLong(Samples::batch).sum();
        this.atOnce = Math.max(
                4, AT_ONCE / feeds.stream().mapToInt(Samples::batch).max().orElse(1));
        this.original = original;
        this.candidate = candidate;
        this.tolerance = tolerance;
        this.settings = SessionSettings.reference(plan.threads());
        this.deadline = deadline;
        this.noise = new PartNoise(original, feeds, equal, settings, deadline);
    }

    /**
     * @param differing outputs that differ when the whole models run
     * @throws UndecidedException if the models cannot be taken apart, or the time is over
     */
    Outcome run(Set<String> differing) {
        try {
            requireMemory();
            Wiring before = Wiring.of(original);
            Wiring after = Wiring.of(candidate);
            Set<String> known = new HashSet<>(before.computed());
            List<String> shared =
                    after.computed().stream().filter(known::contains).toList();
            Set<String> wanted = new LinkedHashSet<>(before.outputs());
            wanted.addAll(shared);
            try (TypedModel reference = original.open(before.part(wanted, Map.of()), settings)) {
                requireDetermined(reference, before.outputs());
                for (String output : differing) {
                    if (!after.computed().contains(output)) {
                        return new Outcome(
                                Verdict.DIFFERENT,
                                "at '" + output + "', which the candidate does not compute",
                                segments());
                    }
                }
                return compare(reference, before, after, shared);
            }
        } catch (IOException | OrtModelException e) {
            throw new UndecidedException("the outputs differ by more than the tolerance, and the models cannot be taken"
                    + " apart to see where: " + e.getMessage());
        }
    }

    private void requireMemory() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long bytes = original.size() + candidate.size();
        if (HEAP_TIMES * bytes > free) {
            throw new UndecidedException("the outputs differ by more than the tolerance, and models of " + (bytes >> 20)
                    + " MiB are not taken apart in a heap with " + (free >> 20) + " MiB left; -Xmx gives more");
        }
    }

    private void requireDetermined(TypedModel reference, List<String> outputs) {
        Set<String> wanted = new LinkedHashSet<>(outputs);
        deadline.check();
        Map<String, TypedValue> again = reference.run(feeds.get(0), wanted);
        reference.run(feeds.get(0), wanted).forEach((name, value) -> {
            OutputDifference difference = difference(name, value, again);
            if (difference.maxAbsolute() > 0 || difference.unequal() > 0) {
                throw new UndecidedException("the original answers the same input differently each time, at '" + name
                        + "': it draws random numbers");
            }
        });
    }

    private static OutputDifference difference(String name, TypedValue value, Map<String, TypedValue> others) {
        DifferenceMeter meter = new DifferenceMeter(name, 0);
        TypedValue other = others.get(name);
        if (other != null) {
            meter.add(value, other);
        }
        return meter.result();
    }

    private Outcome compare(TypedModel reference, Wiring before, Wiring after, List<String> shared) {
        Set<String> names = new HashSet<>(shared);
        List<String> outputs =
                after.outputs().stream().filter(after.computed()::contains).toList();
        while (true) {
            List<String> pending = outputs.stream()
                    .filter(output -> !equal.isProvedOutput(output))
                    .toList();
            if (pending.isEmpty()) {
                return new Outcome(Verdict.EQUIVALENT, "", segments());
            }
            Set<String> begin = after.frontier(pending, equal.names());
            List<String> open = new ArrayList<>(after.between(pending, begin));
            open.removeIf(name -> !names.contains(name) && !pending.contains(name));
            Map<String, OutputDifference> seen = new LinkedHashMap<>();
            boolean grown = grow(reference, after, begin, spread(open, pending), seen);
            for (int from = 0; !grown && from < open.size(); from += atOnce) {
                List<String> next = open.subList(from, Math.min(from + atOnce, open.size()));
                grown = grow(reference, after, begin, next, seen);
            }
            if (!grown) {
                return stuck(reference, before, begin, pending, open, seen);
            }
        }
    }

    /** Some of the tensors, evenly, and all outputs: parts are as long as rounding lets them be. */
    private List<String> spread(List<String> open, List<String> outputs) {
        Set<String> chosen = new LinkedHashSet<>();
        int step = Math.max(1, open.size() / atOnce);
        for (int i = step - 1; i < open.size(); i += step) {
            chosen.add(open.get(i));
        }
        chosen.addAll(outputs);
        return List.copyOf(chosen);
    }

    /** Compares some tensors of one part and keeps those that are equal. @return whether there were any */
    private boolean grow(
            TypedModel reference,
            Wiring after,
            Set<String> begin,
            List<String> wanted,
            Map<String, OutputDifference> seen) {
        Map<String, DifferenceMeter> meters = new LinkedHashMap<>();
        Set<String> other = new HashSet<>();
        wanted.forEach(name -> meters.put(name, new DifferenceMeter(name, 0)));
        Set<String> all = new LinkedHashSet<>(wanted);
        all.addAll(begin);
        try (TypedModel part = candidate.open(after.part(wanted, equal.kinds(begin)), settings)) {
            for (Map<String, TypedValue> feed : feeds) {
                deadline.check();
                Map<String, TypedValue> expected = reference.run(feed, all);
                Map<String, TypedValue> inputs = new LinkedHashMap<>(feed);
                begin.forEach(name -> inputs.put(name, value(expected, name)));
                Map<String, TypedValue> actual = part.run(inputs, new LinkedHashSet<>(wanted));
                for (String name : wanted) {
                    add(name, value(expected, name), value(actual, name), meters, other);
                }
            }
        } catch (OrtModelException e) {
            throw new UndecidedException("a part of the candidate does not run by itself: " + e.getMessage());
        }
        boolean grown = false;
        for (String name : wanted) {
            OutputDifference difference = meter(meters, name).result();
            seen.put(name, difference);
            if (!other.contains(name) && tolerance.allowsSegment(difference)) {
                grown |= equal.add(name, difference, after.outputs().contains(name));
            }
        }
        return grown;
    }

    private void add(
            String name,
            TypedValue expected,
            TypedValue actual,
            Map<String, DifferenceMeter> meters,
            Set<String> other) {
        try {
            meter(meters, name).add(expected, actual);
            if (expected instanceof Numbers tensor) {
                equal.seen(name, tensor);
            }
        } catch (ModelMismatchException e) {
            other.add(name); // the same name for a tensor of another shape
        }
    }

    /** Nothing more is equal: is it rounding, or a difference? */
    private Outcome stuck(
            TypedModel reference,
            Wiring before,
            Set<String> begin,
            List<String> pending,
            List<String> open,
            Map<String, OutputDifference> seen) {
        Map<String, OutputDifference> moved = noise.of(reference, before, begin, pending);
        boolean rounding = pending.stream().allMatch(name -> isRounding(at(seen, name), at(moved, name)));
        String first = open.stream()
                .filter(name -> !tolerance.allowsSegment(at(seen, name)))
                .findFirst()
                .orElse(pending.get(0));
        String where = String.format(
                Locale.ROOT,
                "first at '%s' (%s), after %s",
                first,
                size(at(seen, first)),
                begin.isEmpty()
                        ? "the inputs"
                        : "'" + String.join("', '", begin.stream().limit(3).toList()) + "'");
        return rounding
                ? new Outcome(Verdict.UNDECIDED, "rounding alone moves the original as much, " + where, segments())
                : new Outcome(Verdict.DIFFERENT, where, segments());
    }

    private static String size(OutputDifference difference) {
        return difference.unequal() > 0
                ? difference.unequal() + " of " + difference.values() + " values are not the same"
                : String.format(Locale.ROOT, "%.3g of its largest value", difference.scaleRelative());
    }

    /** Whether an error is no larger than what one step in the last place of the inputs makes of the original. */
    static boolean isRounding(OutputDifference difference, OutputDifference noise) {
        return difference.scaleRelative() <= ROUNDING * noise.scaleRelative()
                && difference.unequalShare() <= ROUNDING * noise.unequalShare();
    }

    /** See {@link PartNoise#inside}. */
    Map<String, OutputDifference> innerNoise(Set<String> outputs) {
        return noise.inside(equal.names(), outputs);
    }

    private EquivalenceReport.Segments segments() {
        return equal.segments(images);
    }

    private static DifferenceMeter meter(Map<String, DifferenceMeter> meters, String name) {
        return Objects.requireNonNull(meters.get(name));
    }

    private static OutputDifference at(Map<String, OutputDifference> differences, String name) {
        OutputDifference difference = differences.get(name);
        return difference == null ? new DifferenceMeter(name, 0).result() : difference;
    }

    private static TypedValue value(Map<String, TypedValue> values, String name) {
        return Objects.requireNonNull(values.get(name));
    }
}
