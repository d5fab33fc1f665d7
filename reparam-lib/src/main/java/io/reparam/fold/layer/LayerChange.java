package io.reparam.fold.layer;

import io.reparam.fold.GraphEdit;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.Storable;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A layer with other constants, not yet stored.
 *
 * @param changes of its nodes, from the first to the last
 * @param summand to be added after the last one, which has no input for it
 */
public record LayerChange(List<NodeChange> changes, Optional<NdArray> summand) {
    public LayerChange {
        changes = List.copyOf(changes);
    }

    public static LayerChange of(NodeChange... changes) {
        return new LayerChange(List.of(changes), Optional.empty());
    }

    /** Itself; a problem if the type of a constant cannot hold one of its numbers. */
    public Result<LayerChange> storable() {
        Stream<NdArray> constants = changes.stream().flatMap(change -> change.constants().values().stream());
        return Storable.checked(Stream.concat(constants, summand.stream()).toList())
                .about("a folded constant")
                .map(checked -> this);
    }

    /** Under the name that the layer's result has. */
    public void apply(GraphEdit edit) {
        apply(edit, changes.get(changes.size() - 1).node().output(0));
    }

    /** @param output what the layer's result is called from now on; nobody else computes a value of that name */
    public void apply(GraphEdit edit, String output) {
        for (NodeChange change : changes.subList(0, changes.size() - 1)) {
            edit.graph().replace(change.node(), change.stored(edit));
        }
        NodeChange last = changes.get(changes.size() - 1);
        Node changed = last.stored(edit);
        if (summand.isEmpty()) {
            edit.graph().replace(last.node(), changed.withOutputs(List.of(output)));
        } else {
            add(edit, last.node(), changed, summand.get(), output);
        }
    }

    private static void add(GraphEdit edit, Node old, Node changed, NdArray summand, String output) {
        Graph graph = edit.graph();
        String own = old.output(0);
        String sum = output.equals(own) ? graph.freshName(own + ".unshifted") : own;
        String bias = edit.store(old.id() + ".bias", summand);
        Node add = Node.of(old.id() + ".shift", "Add", List.of(sum, bias), List.of(output), Attributes.none());
        graph.replace(old, add);
        graph.insertBefore(add, changed.withOutputs(List.of(sum)));
    }
}
