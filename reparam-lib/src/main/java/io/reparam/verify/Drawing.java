package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedSpec;
import io.reparam.ort.TypedValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * How inputs are drawn for a model: found by running the original.
 *
 * @param sizes that take turns
 * @param ranges integers of an input are drawn from 0 up to below this
 * @param shapes declared, given, or found; -1 where free, -2 where the batch
 * @param fixed what inputs are everywhere that are not drawn
 * @param negative whether integers are drawn from below 0, too
 */
record Drawing(
        List<List<Integer>> sizes,
        Map<String, Integer> ranges,
        Map<String, List<Long>> shapes,
        Map<String, Long> fixed,
        boolean negative) {
    private static final int RANGE = 100;
    /** A dimension that is not the first and counts images all the same, as in the state of a recurrent layer. */
    private static final long BATCH = -2;

    private static final List<Integer> NARROWER = List.of(RANGE, 10, 2);
    /** What nets take that do not take every size: recognisers of lines, classifiers, detectors, sequences. */
    private static final List<List<Integer>> USUAL = List.of(
            List.of(224, 224),
            List.of(320, 320),
            List.of(48, 320),
            List.of(32, 320),
            List.of(32, 100),
            List.of(48, 192),
            List.of(32, 32),
            List.of(256, 256),
            List.of(384, 384),
            List.of(512, 512),
            List.of(28, 28),
            List.of(64, 64),
            List.of(112, 112),
            List.of(128, 128),
            List.of(192, 192),
            List.of(240, 240),
            List.of(288, 288),
            List.of(299, 299),
            List.of(448, 448),
            List.of(640, 640),
            List.of(16, 16),
            List.of(8, 8),
            List.of(4, 4),
            List.of(3, 3),
            List.of(2, 2),
            List.of(1, 1));

    private static final Set<String> SIGNED = Set.of("INT16", "INT32", "INT64");
    private static final Set<String> WHOLE = Set.of("INT16", "INT32", "INT64", "UINT16", "UINT32", "UINT64");

    /**
     * Tries what the plan says, then what the model's weights ask for and the usual sizes, then narrower integers.
     *
     * @param asked shapes that the model's first layers ask for, -1 where they do not; asked only if nothing else fits
     * @throws UndecidedException if the original takes nothing of it
     */
    static Drawing find(
            TypedModel original, CheckPlan plan, Function<TypedSpec, List<List<Long>>> asked, TimeLimit deadline) {
        Signature signature = Signature.of(original);
        for (TypedSpec input : signature.inputs()) {
            if (input.type().equals("MAP")) {
                throw new UndecidedException(
                        "input '" + input.name()
                                + "' is a map, which ONNX Runtime's Java side does not feed; compare the models with its Python side");
            }
        }
        Map<String, List<Long>> declared = new LinkedHashMap<>();
        signature.inputs().forEach(i -> declared.put(i.name(), plan.shapes().getOrDefault(i.name(), i.shape())));
        Map<String, Integer> wide = new LinkedHashMap<>();
        signature.inputs().stream().filter(i -> WHOLE.contains(i.type())).forEach(i -> wide.put(i.name(), RANGE));
        Search search = new Search(original, signature.inputs(), plan, deadline, Map.of(), false);
        Optional<Drawing> found = search.first(plan.sizes(), wide, declared);
        if (found.isPresent()) {
            return found.get().orOf(plan.sizes());
        }
        List<List<Integer>> sizes = new ArrayList<>(plan.sizes());
        if (plan.findsSizes()) {
            sizes.addAll(USUAL);
        }
        Map<String, Integer> narrow = new LinkedHashMap<>(wide);
        narrow.replaceAll((name, range) -> 1);
        for (Map<String, Integer> ranges : wide.isEmpty() ? List.of(wide) : List.of(wide, narrow)) {
            for (Map<String, List<Long>> shapes : search.variants(declared, asked)) {
                Optional<Drawing> other = search.first(sizes, ranges, shapes);
                if (other.isPresent()) {
                    return search.widened(other.get()).orOf(plan.sizes());
                }
            }
        }
        throw new UndecidedException("the original takes none of the inputs that were tried, the last ones "
                + search.last + ": " + search.reason + "; --size or --shape NAME=1,3,48,320 says what it takes");
    }

    /** The same with an input that is one number everywhere; empty if the original takes it with none of the usual sizes. */
    Optional<Drawing> fixing(String input, long value, TypedModel original, CheckPlan plan, TimeLimit deadline) {
        Search search =
                new Search(original, Signature.of(original).inputs(), plan, deadline, Map.of(input, value), false);
        List<List<Integer>> others = new ArrayList<>(sizes);
        others.addAll(plan.findsSizes() ? USUAL : List.of());
        return search.first(others, ranges, shapes);
    }

    /** The same with integers from below 0 as well; empty if there are none, or the original does not take them. */
    Optional<Drawing> withNegative(TypedModel original, CheckPlan plan, TimeLimit deadline) {
        Signature signature = Signature.of(original);
        boolean any = signature.inputs().stream().map(TypedSpec::type).anyMatch(SIGNED::contains);
        Search search = new Search(original, signature.inputs(), plan, deadline, fixed, true);
        return any ? search.first(sizes, ranges, shapes) : Optional.empty();
    }

    /**
     * The first of some that a model takes.
     *
     * @throws UndecidedException if it takes none
     */
    static Drawing first(List<Drawing> drawings, TypedModel original, CheckPlan plan, TimeLimit deadline) {
        for (Drawing drawing : drawings) {
            Search search = new Search(
                    original, Signature.of(original).inputs(), plan, deadline, drawing.fixed, drawing.negative);
            Optional<Drawing> taken = search.first(drawing.sizes, drawing.ranges, drawing.shapes);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new UndecidedException("the original does not run so on the inputs that were drawn");
    }

    /** All sizes of a list if this one's is among them: those that are refused are named and replaced later. */
    private Drawing orOf(List<List<Integer>> all) {
        return all.containsAll(sizes) ? new Drawing(all, ranges, shapes, fixed, negative) : this;
    }

    /** Shapes for one batch; a dimension that has a name has one size in all inputs. */
    Map<String, long[]> shapes(List<TypedSpec> inputs, int batch, int round) {
        List<Integer> size = sizes.get(round % sizes.size());
        Map<String, Long> named = new LinkedHashMap<>();
        Map<String, long[]> result = new LinkedHashMap<>();
        for (TypedSpec input : inputs) {
            List<Long> shape = shapes.getOrDefault(input.name(), input.shape());
            long[] chosen = new long[shape.size()];
            int next = 0;
            for (int axis = 0; axis < chosen.length; axis++) {
                String name =
                        input.names().size() == shape.size() ? input.names().get(axis) : "";
                if (shape.get(axis) >= 0) {
                    chosen[axis] = shape.get(axis);
                } else if (!name.isEmpty() && named.containsKey(name)) {
                    chosen[axis] = named.getOrDefault(name, 1L);
                } else {
                    chosen[axis] =
                            axis == 0 || shape.get(axis) == BATCH ? batch : size.get(Math.min(next++, size.size() - 1));
                }
                if (!name.isEmpty()) {
                    named.put(name, chosen[axis]);
                }
            }
            result.put(input.name(), chosen);
        }
        return result;
    }

    /** One search for what a model takes. */
    private static final class Search {
        private final TypedModel original;
        private final List<TypedSpec> inputs;
        private final CheckPlan plan;
        private final TimeLimit deadline;
        private final Map<String, Long> fixed;
        private final boolean negative;
        private String reason = "";
        private String last = "";

        Search(
                TypedModel original,
                List<TypedSpec> inputs,
                CheckPlan plan,
                TimeLimit deadline,
                Map<String, Long> fixed,
                boolean negative) {
            this.fixed = fixed;
            this.negative = negative;
            this.original = original;
            this.inputs = inputs;
            this.plan = plan;
            this.deadline = deadline;
        }

        Optional<Drawing> first(
                List<List<Integer>> sizes, Map<String, Integer> ranges, Map<String, List<Long>> shapes) {
            for (List<Integer> size : sizes) {
                Drawing drawing = new Drawing(List.of(size), ranges, shapes, fixed, negative);
                if (takes(drawing)) {
                    return Optional.of(drawing);
                }
            }
            return Optional.empty();
        }

        /** What is declared, and what the weights ask for where nothing is. */
        List<Map<String, List<Long>>> variants(
                Map<String, List<Long>> declared, Function<TypedSpec, List<List<Long>>> asked) {
            Set<Map<String, List<Long>>> variants = new LinkedHashSet<>(List.of(declared));
            for (TypedSpec input : inputs) {
                List<Long> shape = declared.getOrDefault(input.name(), List.of());
                if (plan.shapes().containsKey(input.name()) || !(shape.isEmpty() || shape.contains(-1L))) {
                    continue;
                }
                List<Map<String, List<Long>>> more = new ArrayList<>();
                for (List<Long> other : others(shape, asked.apply(input))) {
                    for (Map<String, List<Long>> variant : variants) {
                        Map<String, List<Long>> changed = new LinkedHashMap<>(variant);
                        changed.put(input.name(), other);
                        more.add(changed);
                    }
                }
                variants.addAll(more);
            }
            // a size of 1 for all that is free would do as well, and only for one image
            return variants.stream()
                    .sorted(Comparator.comparing(
                            variant -> variant.values().stream().noneMatch(s -> s.contains(BATCH))))
                    .toList();
        }

        /** The hints, and one image's shape with the batch at another place than the first: {@code [directions, N, hidden]}. */
        private static List<List<Long>> others(List<Long> shape, List<List<Long>> hints) {
            List<List<Long>> others = new ArrayList<>();
            if (shape.lastIndexOf(-1L) > 0 && shape.get(0) > 0) {
                others.add(
                        shape.stream().map(dim -> dim < 0 ? (Long) BATCH : dim).toList());
            }
            hints.forEach(hint -> others.add(merged(shape, hint)));
            return others;
        }

        private static List<Long> merged(List<Long> declared, List<Long> hint) {
            if (declared.size() != hint.size()) {
                return declared.isEmpty() ? hint : declared;
            }
            List<Long> merged = new ArrayList<>();
            for (int i = 0; i < hint.size(); i++) {
                merged.add(declared.get(i) >= 0 ? declared.get(i) : hint.get(i));
            }
            return merged;
        }

        /** The widest range of each integer input that the model takes while the others are as they were found. */
        Drawing widened(Drawing found) {
            Drawing best = found;
            for (String name : found.ranges().keySet()) {
                for (int range : NARROWER) {
                    Map<String, Integer> ranges = new LinkedHashMap<>(best.ranges());
                    ranges.put(name, range);
                    Drawing wider = new Drawing(best.sizes(), ranges, best.shapes(), fixed, negative);
                    if (range > best.ranges().getOrDefault(name, 1) && takes(wider)) {
                        best = wider;
                        break;
                    }
                }
            }
            return best;
        }

        private boolean takes(Drawing drawing) {
            deadline.check();
            Map<String, long[]> shapes = drawing.shapes(inputs, plan.batches().get(0), 0);
            try {
                Map<String, TypedValue> feeds = Noise.feeds(inputs, shapes, drawing, new Random(plan.seed()), 0);
                last = Samples.shapes(feeds);
                original.run(feeds);
                return true;
            } catch (OrtModelException | ArithmeticException e) {
                reason = String.valueOf(e.getMessage());
                return false;
            }
        }
    }
}
