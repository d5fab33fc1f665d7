package io.reparam.calibrate;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Writes {@code SequenceAt(SplitToSequence(x, split), i)} as the part of x that it is, a Slice or a Gather, whose axes can be followed.
 * Exporters write {@code torch.split} and {@code unbind} so.
 */
final class SequenceParts {
    private final Graph graph;
    private final GraphView view;

    private SequenceParts(Graph graph) {
        this.graph = graph;
        view = new GraphView(graph, new Constants(new ReferenceEvaluator()));
    }

    /** The same net; a copy where something changes. */
    static Graph in(Graph net) {
        if (net.nodes().stream().noneMatch(node -> node.is("SplitToSequence"))) {
            return net;
        }
        SequenceParts parts = new SequenceParts(net.copy());
        net.nodes().stream().filter(node -> node.is("SequenceAt")).forEach(parts::replace);
        return parts.graph;
    }

    private void replace(Node at) {
        Optional<Node> split = graph.producer(at.input(0)).filter(node -> node.is("SplitToSequence"));
        Optional<long[]> index = constant(at.input(1)).filter(numbers -> numbers.length == 1);
        if (split.isEmpty() || index.isEmpty()) {
            return;
        }
        String x = split.get().input(0);
        long axis = split.get().attributes().getInt("axis", 0);
        long i = index.get()[0];
        if (split.get().hasInput(1)) {
            view.constant(split.get().input(1))
                    .filter(sizes -> sizes.rank() == 1 || i >= 0)
                    .ifPresent(sizes -> slice(at, x, axis, from(sizes, i), to(sizes, i)));
        } else if (split.get().attributes().getInt("keepdims", 1) == 1) {
            slice(at, x, axis, i, i == -1 ? Long.MAX_VALUE : i + 1);
        } else {
            String only = graph.freshName(at.output(0) + ".index");
            graph.putInitializer(Tensor.of(only, new long[0], new long[] {i}));
            become(at, "Gather", Attributes.none().withInt("axis", axis), x, only);
        }
    }

    private static long from(NdArray sizes, long part) {
        return sizes.rank() == 0
                ? part * whole(sizes)[0]
                : LongStream.of(whole(sizes)).limit(place(sizes, part)).sum();
    }

    private static long to(NdArray sizes, long part) {
        return from(sizes, part) + whole(sizes)[sizes.rank() == 0 ? 0 : place(sizes, part)];
    }

    private static int place(NdArray sizes, long part) {
        return (int) (part < 0 ? part + sizes.count() : part);
    }

    private void slice(Node at, String x, long axis, long from, long to) {
        become(
                at,
                "Slice",
                Attributes.none(),
                x,
                number(at, ".from", from),
                number(at, ".to", to),
                number(at, ".axis", axis));
    }

    private String number(Node at, String what, long number) {
        String name = graph.freshName(at.output(0) + what);
        graph.putInitializer(Tensor.of(name, new long[] {1}, new long[] {number}));
        return name;
    }

    private void become(Node at, String type, Attributes attributes, String... inputs) {
        graph.replace(at, Node.of(at.name(), type, List.of(inputs), at.outputs(), attributes));
    }

    private Optional<long[]> constant(String value) {
        return view.constant(value).map(SequenceParts::whole);
    }

    private static long[] whole(NdArray numbers) {
        long[] whole = new long[numbers.count()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(numbers.values()[i]);
        }
        return whole;
    }
}
