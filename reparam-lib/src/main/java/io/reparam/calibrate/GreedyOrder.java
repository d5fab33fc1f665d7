package io.reparam.calibrate;

import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Takes gates out one by one: each time the one whose loss costs least at the end of the net, with those before it gone. A gate that
 * hardly varies may matter, and one that varies may not. Constants are made of what the gates are in the net as it is by then; when a
 * gate goes, the constants of later gates are computed again. The better of the two sets is kept.
 *
 * <p>A step tries the gates that looked best when they were last tried, at most {@value #WIDTH}: all others would have to have
 * become much better meanwhile.
 */
final class GreedyOrder {
    private static final int WIDTH = 8;

    /**
     * One more gate is gone.
     *
     * @param added the gate that went in this step
     * @param replacements of all gates that are gone, in the order in which they run
     * @param loss on the calibration images
     */
    record Step(Gate added, List<ConstantGates.Replacement> replacements, Loss loss) {
        Step {
            replacements = List.copyOf(replacements);
        }
    }

    private final Graph net;
    private final List<Gate> gates;
    private final PreparedImages images;
    private final LossMeter meter;
    private final Map<Gate, ChannelMoments> seen;
    private final GraphView view;
    private final int threads;
    private final TreeMap<Integer, ConstantGates.Replacement> gone = new TreeMap<>();
    private final Map<Integer, Double> score = new HashMap<>();
    private final Map<Gate, Double> alone = new HashMap<>();

    /** @param seen of every gate in the net as it is, in the order in which they run */
    GreedyOrder(Graph net, Map<Gate, ChannelMoments> seen, PreparedImages images, LossMeter meter, int threads) {
        this.net = net;
        this.seen = seen;
        this.images = images;
        this.meter = meter;
        this.threads = threads;
        gates = List.copyOf(seen.keySet());
        view = new GraphView(net, new Constants(new ReferenceEvaluator()));
    }

    /** How often the net will run over all images, about. */
    static long passes(int gates) {
        long passes = 0;
        for (int gone = 0; gone < gates; gone++) {
            passes += (gone == 0 ? 1 : 2) + (gone == 0 ? gates : Math.min(WIDTH, gates - gone)) + gone / 4;
        }
        return passes;
    }

    /** All steps, until every gate is gone. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        try (SwitchedNet switched = new SwitchedNet(net, gates, this::type, threads)) {
            while (gone.size() < gates.size()) {
                steps.add(step(switched));
            }
        }
        return steps;
    }

    /** What each gate costs if it alone goes; known after the steps. */
    Map<Gate, Double> alone() {
        return Map.copyOf(alone);
    }

    private Step step(SwitchedNet switched) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < gates.size(); i++) {
            if (!gone.containsKey(i)) {
                open.add(i);
            }
        }
        boolean first = gone.isEmpty();
        open.sort(Comparator.comparingDouble(i -> score.getOrDefault(i, 0.0)));
        List<Integer> tried = first ? open : open.subList(0, Math.min(WIDTH, open.size()));
        Map<Gate, ChannelMoments> now = first
                ? seen
                : Probe.watch(now(gone.values()), tried.stream().map(gates::get).toList(), images, threads);
        List<Trial> trials = new ArrayList<>();
        for (int i : tried) {
            Trial trial = trial(switched, i, constant(i, now));
            trials.add(trial);
            score.put(i, trial.loss().kl());
            if (first) {
                alone.put(gates.get(i), trial.loss().kl());
            }
        }
        Trial best = Collections.min(
                trials, Comparator.comparingDouble(trial -> trial.loss().kl()));
        gone.put(best.index(), best.replacement());
        Loss loss = rechecked(switched, best.index(), best.loss());
        return new Step(gates.get(best.index()), List.copyOf(gone.values()), loss);
    }

    private record Trial(int index, ConstantGates.Replacement replacement, Loss loss) {}

    private Trial trial(SwitchedNet switched, int index, ConstantGates.Replacement replacement) {
        Map<Integer, ConstantGates.Replacement> with = new TreeMap<>(gone);
        with.put(index, replacement);
        return new Trial(index, replacement, loss(switched, with.values()));
    }

    private ConstantGates.Replacement constant(int index, Map<Gate, ChannelMoments> seen) {
        Gate gate = gates.get(index);
        ChannelMoments moments = Objects.requireNonNull(seen.get(gate), "a gate that could be watched once always can");
        return new ConstantGates.Replacement(gate, type(gate), moments.factors());
    }

    /** In which a gate is computed. */
    private ElementType type(Gate gate) {
        return view.type(gate.scaled()).or(() -> view.type(gate.factor())).orElse(ElementType.FLOAT);
    }

    private Loss rechecked(SwitchedNet switched, int added, Loss loss) {
        if (gone.higherKey(added) == null) {
            return loss;
        }
        TreeMap<Integer, ConstantGates.Replacement> remade = new TreeMap<>(gone.headMap(added, true));
        for (int i : gone.tailMap(added, false).keySet()) {
            Map<Gate, ChannelMoments> now = Probe.watch(now(remade.values()), List.of(gates.get(i)), images, threads);
            remade.put(i, constant(i, now));
        }
        Loss again = loss(switched, remade.values());
        if (again.kl() < loss.kl()) {
            gone.putAll(remade);
            return again;
        }
        return loss;
    }

    private Loss loss(SwitchedNet switched, Collection<ConstantGates.Replacement> replacements) {
        return meter.of(batch -> switched.run(batch, replacements));
    }

    private Graph now(Collection<ConstantGates.Replacement> replacements) {
        return ConstantGates.in(net, replacements);
    }
}
