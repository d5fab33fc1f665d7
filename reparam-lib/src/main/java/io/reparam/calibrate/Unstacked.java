package io.reparam.calibrate;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes attention over branches apart: {@code Mul(Concat(Unsqueeze(x0), Unsqueeze(x1), ..), g)} becomes {@code x0 g[0]},
 * {@code x1 g[1]}, .., where all that is done with it is to add its parts or to take them out. So each branch has a gate of its
 * own, and its constant folds into the layers of that branch. The numbers and their order stay.
 *
 * @see <a href="https://arxiv.org/abs/1903.06586">SK, which stacks its branches</a>
 */
final class Unstacked {
    private final Graph graph;
    private final GraphView view;
    private final Map<String, List<Long>> shapes;
    private final Map<String, String> products = new HashMap<>();

    private Unstacked(Graph graph, Map<String, List<Long>> shapes) {
        this.graph = graph;
        this.shapes = shapes;
        view = new GraphView(graph, new Constants(new ReferenceEvaluator()));
    }

    /**
     * A product of a stack of branches.
     *
     * @param axis of the stack, from 0
     * @param parts the Unsqueeze of each branch
     */
    private record Stack(Node product, String factor, int axis, List<Node> parts) {}

    /** Whether there is a product of a stack, which may be one of branches. */
    static boolean mayHave(Graph net) {
        return net.nodes().stream().anyMatch(node -> isProductOfStack(node, net));
    }

    private static boolean isProductOfStack(Node node, Graph net) {
        return node.is("Mul")
                && node.inputs().stream()
                        .anyMatch(input -> net.producer(input)
                                .filter(stack -> stack.is("Concat"))
                                .isPresent());
    }

    /**
     * Takes some products apart, in a copy.
     *
     * @param shapes of the net's values
     * @param wanted by a product's output
     */
    static Unstacked of(Graph net, Map<String, List<Long>> shapes, Predicate<String> wanted) {
        List<Node> found = net.nodes().stream()
                .filter(node -> isProductOfStack(node, net) && wanted.test(node.output(0)))
                .toList();
        Unstacked unstacked = new Unstacked(net.copy(), shapes);
        found.forEach(product -> unstacked.stack(product).ifPresent(unstacked::takeApart));
        return unstacked;
    }

    /** Without the stacks that nobody reads any more, which would be gates of their own. */
    Graph graph() {
        return new FoldPipeline(List.of()).run(graph).graph();
    }

    /** Output of the product that a gate was a part of, by the gate's own. */
    Map<String, String> products() {
        return products;
    }

    private List<Long> shape(String value) {
        return shapes.getOrDefault(value, List.of());
    }

    private Optional<Stack> stack(Node product) {
        for (int operand = 0; operand < 2; operand++) {
            String factor = product.input(1 - operand);
            List<Long> whole = shape(product.output(0));
            Optional<Node> concat = graph.producer(product.input(operand)).filter(node -> node.is("Concat"));
            if (concat.isEmpty()
                    || !shape(product.input(operand)).equals(whole)
                    || shape(factor).size() != whole.size()) {
                continue;
            }
            int axis = axis(concat.get(), 0, whole.size());
            List<Node> parts = parts(concat.get(), axis, whole);
            if (!parts.isEmpty() && shape(factor).get(axis) == parts.size()) {
                Stack stack = new Stack(product, factor, axis, parts);
                boolean taken = !graph.isOutput(product.output(0))
                        && graph.consumers(product.output(0)).stream().allMatch(node -> takes(node, stack));
                return taken ? Optional.of(stack) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The Unsqueeze of each branch; none if a part has another form. */
    private List<Node> parts(Node concat, int axis, List<Long> whole) {
        List<Long> one = new ArrayList<>(whole);
        one.set(axis, 1L);
        List<Long> without = new ArrayList<>(whole);
        without.remove(axis);
        List<Node> parts = new ArrayList<>();
        for (String part : concat.inputs()) {
            Optional<Node> unsqueeze = graph.producer(part).filter(node -> node.is("Unsqueeze"));
            if (unsqueeze.isEmpty()
                    || !shape(part).equals(one)
                    || !shape(unsqueeze.get().input(0)).equals(without)) {
                return List.of();
            }
            parts.add(unsqueeze.get());
        }
        return parts.size() > 1 && whole.get(axis) == parts.size() ? parts : List.of();
    }

    private static int axis(Node node, long otherwise, int rank) {
        long axis = node.attributes().getInt("axis", otherwise);
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Whether this only adds the branches, or takes some out. */
    private boolean takes(Node node, Stack stack) {
        int rank = shape(stack.product().output(0)).size();
        if (!node.input(0).equals(stack.product().output(0))) {
            return false;
        }
        if (node.is("ReduceSum")) {
            Optional<long[]> axes = node.hasInput(1)
                    ? view.constant(node.input(1)).map(Unstacked::whole)
                    : node.attributes()
                            .getInts("axes")
                            .map(list -> list.stream().mapToLong(i -> i).toArray());
            return node.attributes().getInt("keepdims", 1) == 0
                    && axes.filter(a -> a.length == 1 && (a[0] + rank) % rank == stack.axis())
                            .isPresent();
        }
        if (node.is("Gather")) {
            return axis(node, 0, rank) == stack.axis()
                    && view.constant(node.input(1))
                            .filter(index -> index.rank() == 0)
                            .isPresent();
        }
        return node.is("Split")
                && axis(node, 0, rank) == stack.axis()
                && node.outputs().size() == stack.parts().size()
                && node.outputs().stream().noneMatch(String::isEmpty);
    }

    private static long[] whole(NdArray numbers) {
        long[] whole = new long[numbers.count()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(numbers.values()[i]);
        }
        return whole;
    }

    private void takeApart(Stack stack) {
        List<String> gated = new ArrayList<>();
        for (int i = 0; i < stack.parts().size(); i++) {
            String index = graph.freshName(stack.factor() + ".branch" + i);
            graph.putInitializer(Tensor.of(index, new long[0], new long[] {i}));
            String gate = before(
                    stack.product(),
                    stack.factor() + ".of" + i,
                    "Gather",
                    Attributes.none().withInt("axis", stack.axis()),
                    stack.factor(),
                    index);
            String branch = stack.parts().get(i).input(0);
            gated.add(before(
                    stack.product(), stack.product().output(0) + ".gated" + i, "Mul", Attributes.none(), branch, gate));
        }
        gated.forEach(gate -> products.put(gate, stack.product().output(0)));
        for (Node node : List.copyOf(graph.consumers(stack.product().output(0)))) {
            if (node.is("ReduceSum")) {
                sum(node, gated);
            } else if (node.is("Gather")) {
                long index = whole(view.constant(node.input(1)).orElseThrow())[0];
                become(node, "Identity", List.of(gated.get((int) (index < 0 ? index + gated.size() : index))));
            } else {
                split(node, stack, gated);
            }
        }
    }

    private void sum(Node sum, List<String> gated) {
        String total = gated.get(0);
        for (int i = 1; i < gated.size() - 1; i++) {
            total = before(sum, sum.output(0) + ".sum" + i, "Add", Attributes.none(), total, gated.get(i));
        }
        become(sum, "Add", List.of(total, gated.get(gated.size() - 1)));
    }

    /** Parts keep the axis of the stack, as the branches got it. */
    private void split(Node split, Stack stack, List<String> gated) {
        Node last = unsqueezed(split, stack, gated, 0);
        graph.replace(split, last);
        for (int i = 1; i < gated.size(); i++) {
            graph.insertBefore(last, unsqueezed(split, stack, gated, i));
        }
    }

    private static Node unsqueezed(Node split, Stack stack, List<String> gated, int part) {
        Node unsqueeze = stack.parts().get(part);
        List<String> inputs = new ArrayList<>(unsqueeze.inputs());
        inputs.set(0, gated.get(part));
        String output = split.output(part);
        return Node.of(output, "Unsqueeze", inputs, List.of(output), unsqueeze.attributes());
    }

    private void become(Node node, String type, List<String> inputs) {
        graph.replace(node, Node.of(node.name(), type, inputs, node.outputs(), Attributes.none()));
    }

    private String before(Node successor, String wish, String type, Attributes attributes, String... inputs) {
        String name = graph.freshName(wish);
        graph.insertBefore(successor, Node.of(name, type, List.of(inputs), List.of(name), attributes));
        return name;
    }
}
