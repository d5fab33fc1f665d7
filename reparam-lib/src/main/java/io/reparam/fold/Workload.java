package io.reparam.fold;

import io.reparam.fold.shape.Inference;
import io.reparam.fold.shape.NominalSizes;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What a graph costs for an input of nominal size: a free batch is 1 image, a free height or width 224 pixels.
 *
 * @param cost of all nodes whose shapes are known, functions such as Relu and Sigmoid left out
 * @param unknown layers with weights whose shapes are not known, and nodes with bodies, that could not be counted
 */
public record Workload(Cost cost, int unknown) {
    private static final long SIDE = 224; // what classifiers are mostly timed with

    /** Multiply-adds, {@code "> "} before them if some layers are not counted. */
    String millions() {
        return String.format(Locale.ROOT, "%s%.3f", unknown == 0 ? "" : "> ", cost.multiplyAdds() / 1e6);
    }

    long weightBytes() {
        return cost.weightBytes();
    }

    /** @param inference of the graph's shapes */
    static Workload of(Graph graph, Inference inference) {
        NominalSizes shapes = new NominalSizes(graph, inference, 1, SIDE);
        Cost total = Cost.NONE;
        int unknown = 0;
        for (Node node : graph.nodes()) {
            if (!node.domain().isEmpty()) {
                continue;
            }
            unknown += node.hasSubgraph() ? 1 : 0; // who knows which branch is taken, and how often
            if (Operators.is(node, Trait.LAYER)) {
                Optional<Cost> layer = layer(node, shapes, graph);
                total = total.plus(layer.orElse(Cost.NONE));
                unknown += layer.isEmpty() ? 1 : 0;
            } else {
                total = total.plus(new Cost(simple(node, shapes), 0));
            }
        }
        return new Workload(total, unknown);
    }

    /** Each weight is used once for each position: of the input if the layer is transposed, else of the output. */
    private static Optional<Cost> layer(Node node, NominalSizes shapes, Graph graph) {
        long[] y = shapes.of(node.is("ConvTranspose") ? node.input(0) : node.output(0))
                .orElse(null);
        long[] w = shapes.of(node.input(1)).orElse(null);
        if (y == null || w == null || y.length < 2) {
            return Optional.empty();
        }
        long weights = product(w);
        int channels = node.opType().startsWith("Conv") ? 1 : y.length - 1;
        long positions = product(y) / y[channels];
        long bytes = stored(node.input(1), graph)
                .map(Tensor::type)
                .map(type -> weights * type.bytes())
                .orElse(0L);
        return Optional.of(new Cost((double) weights * positions, bytes));
    }

    /** An initializer or the value of a Constant node: some exporters keep all weights in those. */
    private static Optional<Tensor> stored(String name, Graph graph) {
        return graph.initializer(name)
                .or(() -> graph.producer(name)
                        .filter(node -> node.is("Constant"))
                        .flatMap(node -> node.attributes().getTensor("value")));
    }

    private static double simple(Node node, NominalSizes shapes) {
        long[] y = shapes.of(node.output(0)).orElse(null);
        if (y == null) {
            return 0;
        }
        double elements = product(y);
        if (node.is("AveragePool")) {
            List<Long> kernel = node.attributes().getInts("kernel_shape").orElse(List.of());
            return elements * kernel.stream().reduce(1L, (a, b) -> a * b);
        }
        boolean counts = Operators.isAny(node, Trait.ARITHMETIC, Trait.ADDS) || node.is("BatchNormalization");
        return counts ? elements * Math.max(1, node.is("Sum") ? node.inputs().size() - 1 : 1) : 0;
    }

    private static long product(long[] sizes) {
        return LongStream.of(sizes).reduce(1, (a, b) -> a * b);
    }
}
