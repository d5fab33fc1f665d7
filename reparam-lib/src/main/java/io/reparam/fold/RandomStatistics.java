package io.reparam.fold;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A net with other numbers in its BatchNormalizations, to try folds on. A net that was hardly trained has gamma 1, beta 0, mean 0
 * and variance 1, and hides a fold that forgets one of them. With u uniform in 0.8 to 1.25 and n normal, for each channel: {@code
 * gamma' = gamma u}, and 0.1 where it is 0, so that the same rules fire and no branch is off; {@code beta' = beta u + 0.1 n
 * |gamma'|}; {@code mean' = mean u + 0.1 n sqrt(var)}; {@code var' = var u}. Mild, for far from the trained ones a deep net
 * overflows or dies out.
 */
public final class RandomStatistics {
    private RandomStatistics() {}

    /**
     * A copy of a graph in which every BatchNormalization whose four inputs are constant has other ones.
     *
     * @param seed of the numbers
     * @return empty if there is no such node
     */
    public static Optional<Graph> of(Graph source, long seed) {
        Graph graph = source.copy();
        GraphView view = new GraphView(source, new Constants(new ReferenceEvaluator()));
        Random random = new Random(seed);
        boolean any = false;
        for (Node node : source.nodes()) {
            if (node.is("BatchNormalization") && isKnown(node, view)) {
                vary(node, view, graph, random);
                any = true;
            }
        }
        DeadCode.remove(graph); // the old numbers
        return any ? Optional.of(graph) : Optional.empty();
    }

    private static boolean isKnown(Node node, GraphView view) {
        return IntStream.rangeClosed(1, 4)
                .allMatch(i -> view.constant(node.input(i))
                        .filter(value -> value.type().isReal() && value.rank() == 1)
                        .isPresent());
    }

    private static void vary(Node node, GraphView view, Graph graph, Random random) {
        NdArray gamma = view.constant(node.input(1)).orElseThrow();
        NdArray beta = view.constant(node.input(2)).orElseThrow();
        NdArray mean = view.constant(node.input(3)).orElseThrow();
        NdArray variance = view.constant(node.input(4)).orElseThrow();
        NdArray scale = each(gamma, c -> gamma.values()[c] == 0 ? 0.1 : gamma.values()[c] * factor(random));
        List<NdArray> varied = List.of(
                scale,
                each(
                        beta,
                        c -> beta.values()[c] * factor(random)
                                + 0.1 * random.nextGaussian() * Math.abs(scale.values()[c])),
                each(
                        mean,
                        c -> mean.values()[c] * factor(random)
                                + 0.1 * random.nextGaussian() * Math.sqrt(Math.max(0, variance.values()[c]))),
                each(variance, c -> variance.values()[c] * factor(random)));
        List<String> inputs = new ArrayList<>(node.inputs());
        for (int i = 0; i < 4; i++) {
            String name = graph.freshName(node.id() + ".varied." + (i + 1));
            graph.putInitializer(varied.get(i).toTensor(name));
            inputs.set(i + 1, name);
        }
        graph.replace(node, node.withInputs(inputs));
    }

    private static double factor(Random random) {
        return 0.8 + 0.45 * random.nextDouble();
    }

    private static NdArray each(NdArray like, IntToDoubleFunction value) {
        return like.with(
                IntStream.range(0, like.values().length).mapToDouble(value).toArray());
    }
}
