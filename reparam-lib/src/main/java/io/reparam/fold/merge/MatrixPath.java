package io.reparam.fold.merge;

import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operators on rows one after the other, each read by nobody else: together one matrix and a bias.
 *
 * @param source the value it starts from
 * @param steps from the source on
 * @param columns of the value at the end
 */
record MatrixPath(String source, List<MatrixStep> steps, int columns) {
    private static final int LONGEST = 8;

    MatrixPath {
        steps = List.copyOf(steps);
    }

    /** All paths that end in a value with so many columns, the shortest first. */
    static List<MatrixPath> to(String value, Node reader, int columns, GraphView view) {
        return longer(new MatrixPath(value, List.of(), columns), reader, view);
    }

    /** A path of one step or more, and all that end in it. */
    static List<MatrixPath> before(MatrixPath path, GraphView view) {
        return longer(path, path.steps.get(0).node(), view);
    }

    private static List<MatrixPath> longer(MatrixPath shortest, Node reader, GraphView view) {
        List<MatrixPath> paths = new ArrayList<>();
        Optional<MatrixPath> path = Optional.of(shortest);
        while (path.isPresent()) {
            paths.add(path.get());
            path = path.filter(p -> p.steps.size() < LONGEST).flatMap(p -> p.longer(reader, view));
        }
        return paths;
    }

    private Optional<MatrixPath> longer(Node last, GraphView view) {
        Node reader = steps.isEmpty() ? last : steps.get(0).node();
        return view.graph()
                .producer(source)
                .filter(node -> view.readOnlyBy(reader, source))
                .flatMap(node -> MatrixStep.of(node, rows(), view))
                .map(step -> {
                    List<MatrixStep> more = new ArrayList<>(List.of(step));
                    more.addAll(steps);
                    return new MatrixPath(step.input(), more, columns);
                });
    }

    /** Columns of the source. */
    int rows() {
        return steps.isEmpty() ? columns : steps.get(0).rows();
    }

    boolean hasMatrix() {
        return steps.stream().anyMatch(step -> step.weights() > 0);
    }

    /** Numbers in all matrices; as many multiplications a row. */
    long weights() {
        return steps.stream().mapToLong(MatrixStep::weights).sum();
    }

    MatrixMap map() {
        return steps.stream()
                .map(step -> step.map().get())
                .reduce(MatrixMap::then)
                .orElseGet(() -> MatrixMap.identity(columns));
    }
}
