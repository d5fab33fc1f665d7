package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What rounding alone makes of parts of the original.
 *
 * @param feeds on which it runs
 * @param equal tells the kinds of tensors that are given
 */
record PartNoise(
        OnnxSource original,
        List<Map<String, TypedValue>> feeds,
        EqualTensors equal,
        SessionSettings settings,
        TimeLimit deadline) {
    private static final int INNER = 8; // tensors that are nudged

    /** Where tensors of the original are given, what one step in the last place of them and of the inputs moves some others. */
    Map<String, OutputDifference> of(TypedModel reference, Wiring before, Set<String> begin, List<String> pending) {
        Map<String, DifferenceMeter> meters = new LinkedHashMap<>();
        pending.forEach(name -> meters.put(name, new DifferenceMeter(name, 0)));
        Set<String> wanted = new LinkedHashSet<>(pending);
        try (TypedModel part = original.open(before.part(pending, equal.kinds(begin)), settings)) {
            for (Map<String, TypedValue> feed : feeds) {
                deadline.check();
                Map<String, TypedValue> inputs = new LinkedHashMap<>(feed);
                inputs.putAll(reference.run(feed, new LinkedHashSet<>(begin)));
                Map<String, TypedValue> exact = part.run(inputs, wanted);
                Map<String, TypedValue> moved = part.run(Noise.nudged(inputs), wanted);
                pending.forEach(name -> Objects.requireNonNull(meters.get(name))
                        .add(Objects.requireNonNull(exact.get(name)), Objects.requireNonNull(moved.get(name))));
            }
        } catch (OrtModelException e) {
            throw new UndecidedException("a part of the original does not run by itself: " + e.getMessage());
        }
        Map<String, OutputDifference> noise = new LinkedHashMap<>();
        meters.forEach((name, meter) -> noise.put(name, meter.result()));
        return noise;
    }

    /**
     * How far one rounding step in the middle moves the outputs: of a few of the tensors that were found equal, the one that moves
     * them most. A norm enlarges what the layers before it round, and the inputs do not show that.
     */
    Map<String, OutputDifference> inside(Set<String> cuts, Set<String> outputs) {
        Map<String, OutputDifference> most = new LinkedHashMap<>();
        try {
            Wiring before = Wiring.of(original);
            List<String> wanted = List.copyOf(outputs);
            List<String> inner = before.computed().stream()
                    .filter(name -> cuts.contains(name) && !outputs.contains(name))
                    .toList();
            Set<String> chosen = new LinkedHashSet<>();
            for (int i = 0; i < INNER && !inner.isEmpty(); i++) {
                chosen.add(inner.get(i * inner.size() / INNER));
            }
            Set<String> all = new LinkedHashSet<>(chosen);
            all.addAll(outputs);
            try (TypedModel reference = original.open(before.part(all, Map.of()), settings)) {
                for (String cut : chosen) {
                    of(reference, before, Set.of(cut), wanted)
                            .forEach((name, moved) -> most.merge(name, moved, PartNoise::larger));
                }
            }
        } catch (IOException | OrtModelException e) {
            return most; // what is known by then
        }
        return most;
    }

    private static OutputDifference larger(OutputDifference a, OutputDifference b) {
        return a.scaleRelative() >= b.scaleRelative() ? a : b;
    }
}
