package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedSpec;
import io.reparam.ort.TypedValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds what a model takes by running it. For one thread. */
final class DrawingSearch {
    private static final int RANGE = 100;
    private static final List<Integer> NARROWER = List.of(RANGE, 10, 2);
    /** Of one image a net may make several, which something of a fixed size joins. */
    private static final List<Long> BATCHES = List.of(2L, 4L, 8L, 16L, 3L);

    private static final int ODD_SIZES = 64;

    private static final Set<String> SIGNED = Set.of("INT16", "INT32", "INT64");
    private static final Set<String> WHOLE = Set.of("INT16", "INT32", "INT64", "UINT16", "UINT32", "UINT64");

    private final TypedModel original;
    private final List<TypedSpec> inputs;
    private final Hints hints;
    private final CheckPlan plan;
    private final TimeLimit deadline;
    private final List<String> texts;
    private String reason = "";
    private String last = "";

    /** @param hints of the original's file, asked only if nothing that is declared fits */
    DrawingSearch(TypedModel original, Hints hints, CheckPlan plan, TimeLimit deadline) {
        this.original = original;
        this.inputs = Signature.of(original).inputs();
        this.hints = hints;
        this.plan = plan;
        this.deadline = deadline;
        this.texts = inputs.stream().anyMatch(input -> input.type().equals("STRING")) ? hints.texts() : List.of();
    }

    /**
     * Tries what the plan says, then what the model's weights ask for and the usual sizes, then narrower integers, all sizes up to
     * {@value #ODD_SIZES}, and several images at once.
     *
     * @throws UndecidedException if the original takes nothing of it
     */
    Drawing find() {
        for (TypedSpec input : inputs) {
            if (input.type().equals("MAP")) {
                throw new UndecidedException(
                        "input '" + input.name()
                                + "' is a map, which ONNX Runtime's Java side does not feed; compare the models with its Python side");
            }
        }
        requireUsed();
        Map<String, List<Long>> declared = new LinkedHashMap<>();
        inputs.forEach(i -> declared.put(i.name(), plan.shapes().getOrDefault(i.name(), i.shape())));
        Map<String, Integer> wide = new LinkedHashMap<>();
        inputs.stream()
                .filter(i -> WHOLE.contains(i.type()))
                .forEach(i -> wide.put(i.name(), hints.range(i).orElse(RANGE)));
        return first(plan.sizes(), wide, declared, Map.of(), false)
                .or(() -> anywhere(wide, declared))
                .map(found -> found.orOf(plan.sizes()))
                .orElseThrow(() -> new UndecidedException(
                        "the original takes none of the inputs that were tried, the last ones " + last + ": " + reason
                                + "; --size or --shape NAME=1,3,48,320 says what it takes"
                                + (wide.isEmpty()
                                        ? ""
                                        : "; the numbers of integers cannot be given, --no-verify folds")));
    }

    /** A shape for an input that is not there, or a size where none is free, is a mistake that would go unseen. */
    private void requireUsed() {
        List<String> names = inputs.stream().map(TypedSpec::name).toList();
        for (String name : plan.shapes().keySet()) {
            if (!names.contains(name)) {
                throw new UndecidedException(
                        "--shape names '" + name + "', which is no input; the inputs are " + names);
            }
        }
        boolean free = inputs.stream()
                .map(input -> plan.shapes().getOrDefault(input.name(), input.shape()))
                .anyMatch(shape -> shape.isEmpty() || shape.lastIndexOf(-1L) > 0 || fits(shape));
        if (!plan.findsSizes() && !free) {
            throw new UndecidedException("--size is not what the model takes: its inputs have fixed sizes, "
                    + inputs.stream()
                            .map(input -> input.name() + " " + input.shape())
                            .toList());
        }
    }

    private boolean fits(List<Long> shape) {
        return plan.sizes().stream()
                .map(size -> size.stream().map(Integer::longValue).toList())
                .allMatch(size -> Collections.indexOfSubList(shape, size) > 0);
    }

    private Optional<Drawing> anywhere(Map<String, Integer> wide, Map<String, List<Long>> declared) {
        List<List<Integer>> sizes = others(plan.sizes());
        Map<String, Integer> narrow = new LinkedHashMap<>(wide);
        narrow.replaceAll((name, range) -> 1);
        List<Map<String, List<Long>>> variants = variants(declared);
        for (Map<String, Integer> ranges : wide.isEmpty() ? List.of(wide) : List.of(wide, narrow)) {
            for (Map<String, List<Long>> shapes : variants) {
                Optional<Drawing> other = first(sizes, ranges, shapes, Map.of(), false);
                if (other.isPresent()) {
                    return Optional.of(widened(other.get(), wide));
                }
            }
        }
        return plan.findsSizes() ? unusual(wide, declared) : Optional.empty();
    }

    /** What a graph asks for by itself, as a Split of a fixed sum or a constant that is joined. */
    private Optional<Drawing> unusual(Map<String, Integer> ranges, Map<String, List<Long>> declared) {
        List<List<Integer>> all = IntStream.rangeClosed(1, ODD_SIZES)
                .map(i -> ODD_SIZES + 1 - i)
                .mapToObj(i -> List.of(i, i))
                .toList();
        List<List<Integer>> few = others(plan.sizes()).stream()
                .filter(size -> size.stream().allMatch(i -> i < 2 * ODD_SIZES))
                .toList();
        Optional<Drawing> one = first(all, ranges, declared, Map.of(), false);
        for (long batch : BATCHES) {
            if (one.isPresent()) {
                return one;
            }
            Map<String, List<Long>> several = new LinkedHashMap<>(declared);
            several.replaceAll((name, shape) -> batched(shape, batch));
            one = first(few, ranges, several, Map.of(), false);
        }
        return one;
    }

    private static List<Long> batched(List<Long> shape, long batch) {
        List<Long> changed = new ArrayList<>(shape);
        if (!shape.isEmpty() && shape.get(0) < 0) {
            changed.set(0, batch);
        }
        return changed;
    }

    private List<List<Integer>> others(List<List<Integer>> sizes) {
        List<List<Integer>> all = new ArrayList<>(sizes);
        all.addAll(plan.findsSizes() ? UsualSizes.ALL : List.of());
        return all;
    }

    /** A drawing with an input that is one number everywhere; empty if the original takes it with none of the usual sizes. */
    Optional<Drawing> fixing(Drawing drawing, String input, long value) {
        return first(others(drawing.sizes()), drawing.ranges(), drawing.shapes(), Map.of(input, value), false);
    }

    /** A drawing with integers from below 0 as well; empty if there are none, or the original does not take them. */
    Optional<Drawing> withNegative(Drawing drawing) {
        boolean any = inputs.stream().map(TypedSpec::type).anyMatch(SIGNED::contains);
        return any
                ? first(drawing.sizes(), drawing.ranges(), drawing.shapes(), drawing.fixed(), true)
                : Optional.empty();
    }

    /**
     * The first of some that the original takes.
     *
     * @throws UndecidedException if it takes none
     */
    Drawing first(List<Drawing> drawings) {
        return drawings.stream()
                .flatMap(each ->
                        first(each.sizes(), each.ranges(), each.shapes(), each.fixed(), each.negative()).stream())
                .findFirst()
                .orElseThrow(
                        () -> new UndecidedException("the original does not run so on the inputs that were drawn"));
    }

    private Optional<Drawing> first(
            List<List<Integer>> sizes,
            Map<String, Integer> ranges,
            Map<String, List<Long>> shapes,
            Map<String, Long> fixed,
            boolean negative) {
        for (List<Integer> size : sizes) {
            Drawing drawing = new Drawing(List.of(size), ranges, shapes, fixed, negative, texts, 1);
            if (takes(drawing)) {
                return Optional.of(drawing);
            }
        }
        return Optional.empty();
    }

    /** What is declared, and what the weights ask for where nothing is. */
    private List<Map<String, List<Long>>> variants(Map<String, List<Long>> declared) {
        Set<Map<String, List<Long>>> variants = new LinkedHashSet<>(List.of(declared));
        for (TypedSpec input : inputs) {
            List<Long> shape = declared.getOrDefault(input.name(), List.of());
            if (plan.shapes().containsKey(input.name()) || !(shape.isEmpty() || shape.contains(-1L))) {
                continue;
            }
            List<Map<String, List<Long>>> more = new ArrayList<>();
            for (List<Long> other : others(shape, hints.shapes(input))) {
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
                        variant -> variant.values().stream().noneMatch(s -> s.contains(Drawing.BATCH))))
                .toList();
    }

    /** The hints, and one image's shape with the batch at another place than the first: {@code [directions, N, hidden]}. */
    private static List<List<Long>> others(List<Long> shape, List<List<Long>> hints) {
        List<List<Long>> others = new ArrayList<>();
        if (shape.lastIndexOf(-1L) > 0 && shape.get(0) > 0) {
            others.add(shape.stream()
                    .map(dim -> dim < 0 ? (Long) Drawing.BATCH : dim)
                    .toList());
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
    private Drawing widened(Drawing found, Map<String, Integer> wide) {
        Drawing best = found;
        for (String name : found.ranges().keySet()) {
            List<Integer> narrower = new ArrayList<>(NARROWER);
            narrower.add(0, wide.getOrDefault(name, RANGE));
            for (int range : narrower) {
                Map<String, Integer> ranges = new LinkedHashMap<>(best.ranges());
                ranges.put(name, range);
                Drawing wider = new Drawing(best.sizes(), ranges, best.shapes(), Map.of(), false, texts, 1);
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
        if (!hints.leavesMaps(shapes)) {
            reason = "no place of a map would be left";
            return false;
        }
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
