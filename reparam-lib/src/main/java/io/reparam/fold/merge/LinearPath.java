package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operators one after the other, each affine in the one before and read by nobody else: together one convolution of the source,
 * or the reason why not. Without steps it is the source itself.
 *
 * @param source the value it starts from
 * @param steps from the source on
 * @param channels of the source as far as the steps tell
 * @param problem the first operator, on the way from the end to the source, that is none; null if all are
 */
record LinearPath(String source, List<LinearStep> steps, int channels, LinearStep.@Nullable Unreadable problem) {
    private static final int LONGEST = 16;

    LinearPath {
        steps = List.copyOf(steps);
    }

    /** A path of one step. */
    static LinearPath of(LinearStep step) {
        return new LinearPath(step.input(), List.of(step), step.map().stencil().inC(), null);
    }

    /**
     * All paths that end in a value, the shortest first. Those beyond a problem lead on, so that it can be told what would have
     * been summed.
     *
     * @param reader reads the value at the end
     * @param channels of that value
     */
    static List<LinearPath> to(String value, Node reader, int channels, LinearReader linear) {
        List<LinearPath> paths = new ArrayList<>();
        LinearPath path = new LinearPath(value, List.of(), channels, null);
        Node next = reader;
        while (path != null) {
            paths.add(path);
            Optional<Node> producer =
                    paths.size() <= LONGEST ? linear.view().producerOf(path.source()) : Optional.empty();
            LinearPath shorter = path;
            Node after = next;
            path = producer.map(node -> shorter.after(linear.read(node, after, shorter.channels())))
                    .orElse(null);
            next = path == null || path.steps().isEmpty()
                    ? next
                    : path.steps().get(0).entry();
        }
        return paths;
    }

    /** This path with one more step at its beginning; null if the step is none. */
    @Nullable
    LinearPath after(LinearStep.Reading reading) {
        if (reading instanceof LinearStep.Linear linear && problem != null) {
            int inC = linear.steps().get(0).map().stencil().inC();
            return new LinearPath(linear.input(), steps, inC, problem);
        }
        if (reading instanceof LinearStep.Linear linear) {
            List<LinearStep> longer = new ArrayList<>(linear.steps());
            longer.addAll(steps);
            return new LinearPath(
                    linear.input(), longer, longer.get(0).map().stencil().inC(), null);
        }
        return reading instanceof LinearStep.Unreadable unreadable
                ? new LinearPath(unreadable.input(), steps, channels, problem == null ? unreadable : problem)
                : null;
    }

    /** Whether there is a Conv on it, known or not. */
    boolean hasConv() {
        return steps.stream().anyMatch(step -> step.node().is("Conv"))
                || (problem != null && problem.node().is("Conv"));
    }

    /** For messages. */
    String label() {
        return steps.isEmpty()
                ? "the branch without operators"
                : steps.get(steps.size() - 1).node().label();
    }

    /** Why this is not a convolution; empty if it is one. */
    Optional<String> whyNot() {
        if (problem != null) {
            return Optional.of(problem.problem());
        }
        ConstantResponse level = ConstantResponse.none(steps.isEmpty() ? 0 : channels);
        for (int i = 0; i < steps.size(); i++) {
            Optional<String> inexact = i == 0 ? Optional.empty() : inexact(i, level);
            if (inexact.isPresent()) {
                return inexact;
            }
            level = level.after(steps.get(i).map());
        }
        return Optional.empty();
    }

    private Optional<String> inexact(int i, ConstantResponse level) {
        Node last = steps.get(i - 1).node();
        Node next = steps.get(i).node();
        return firstSteps(i)
                .problem(steps.get(i).map().stencil(), level.shifts())
                .map(problem -> last.equals(next)
                        ? "the ring that is written around " + last.label()
                                + " holds other numbers than what comes before it adds (" + level + ")"
                        : last.label() + " before " + next.label() + " " + problem);
    }

    /** The form of the whole path as one convolution. */
    Stencil stencil(int axes) {
        return steps.isEmpty() ? Stencil.identity(channels, axes) : firstSteps(steps.size());
    }

    private Stencil firstSteps(int count) {
        Stencil whole = steps.get(0).map().stencil();
        for (LinearStep step : steps.subList(1, count)) {
            whole = whole.then(step.map().stencil());
        }
        return whole;
    }

    /** The whole path as one convolution, computed now. */
    AffineConv map(int axes) {
        if (steps.isEmpty()) {
            return AffineConv.identity(channels, axes);
        }
        AffineConv whole = steps.get(0).map();
        for (LinearStep step : steps.subList(1, steps.size())) {
            whole = whole.then(step.map());
        }
        return whole;
    }

    /** For one output position of the last step. */
    Cost cost() {
        Cost cost = Cost.NONE;
        double positions = 1;
        for (int i = steps.size() - 1; i >= 0; i--) {
            cost = cost.plus(steps.get(i).cost().at(positions));
            positions *= steps.get(i).map().stencil().stride();
        }
        return cost;
    }
}
