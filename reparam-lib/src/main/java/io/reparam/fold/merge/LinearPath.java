package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operators one after the other, each affine in the one before and read by nobody else: together one convolution of the source,
 * or the reason why not. Without steps it is the source itself.
 *
 * @param source the value it starts from
 * @param steps from the source on
 * @param channels of the source as far as the steps tell
 * @param unread the first operator, on the way from the end to the source, that is not affine; empty if all are
 */
record LinearPath(String source, List<LinearStep> steps, int channels, Optional<LinearOperator> unread) {
    private static final int LONGEST = 16;

    LinearPath {
        steps = List.copyOf(steps);
    }

    /** A path of one step. */
    static LinearPath of(LinearStep step) {
        return new LinearPath(step.input(), List.of(step), step.map().stencil().inC(), Optional.empty());
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
        Optional<LinearPath> path = Optional.of(new LinearPath(value, List.of(), channels, Optional.empty()));
        Node next = reader;
        while (path.isPresent()) {
            LinearPath shorter = path.get();
            paths.add(shorter);
            Node after = next;
            path = Optional.of(shorter.source())
                    .filter(source -> paths.size() <= LONGEST)
                    .flatMap(linear.view()::producerOf)
                    .flatMap(node -> linear.read(node, after, shorter.channels()))
                    .map(shorter::after);
            next = path.filter(longer -> !longer.steps().isEmpty())
                    .map(longer -> longer.steps().get(0).entry())
                    .orElse(next);
        }
        return paths;
    }

    /** This path with one more operator at its beginning. */
    LinearPath after(LinearOperator operator) {
        if (!(operator.steps() instanceof Result.Found<List<LinearStep>> found)) {
            return new LinearPath(operator.input(), steps, channels, unread.or(() -> Optional.of(operator)));
        }
        int inC = found.value().get(0).map().stencil().inC();
        List<LinearStep> longer = new ArrayList<>(unread.isEmpty() ? found.value() : List.of());
        longer.addAll(steps);
        return new LinearPath(operator.input(), longer, inC, unread);
    }

    /** Whether there is a Conv on it, known or not. */
    boolean hasConv() {
        return steps.stream().anyMatch(step -> step.node().is("Conv"))
                || unread.filter(LinearOperator::isConv).isPresent();
    }

    /** For messages. */
    String label() {
        return steps.isEmpty()
                ? "the branch without operators"
                : steps.get(steps.size() - 1).node().label();
    }

    /** The form of the whole path as one convolution, if it is one. */
    Result<Stencil> stencil(int axes) {
        return unread.map(LinearOperator::steps)
                .orElseGet(() -> Result.found(steps))
                .then(known -> known.isEmpty() ? Result.found(Stencil.identity(channels, axes)) : stencil());
    }

    private Result<Stencil> stencil() {
        Result<Stencil> whole = Result.found(steps.get(0).map().stencil());
        ConstantResponse response =
                ConstantResponse.none(channels).after(steps.get(0).map());
        for (int i = 1; i < steps.size() && whole instanceof Result.Found; i++) {
            int next = i;
            ConstantResponse before = response;
            whole = whole.then(first -> longer(first, next, before));
            response = response.after(steps.get(i).map());
        }
        return whole;
    }

    private Result<Stencil> longer(Stencil first, int i, ConstantResponse response) {
        Node last = steps.get(i - 1).node();
        Node next = steps.get(i).node();
        return first.followedBy(steps.get(i).map().stencil(), response.shifts())
                .either(
                        Result::found,
                        problem -> Result.problem(
                                last.equals(next)
                                        ? "the ring that is written around " + last.label()
                                                + " holds other numbers than what comes before it adds (" + response
                                                + ")"
                                        : last.label() + " before " + next.label() + " " + problem));
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
