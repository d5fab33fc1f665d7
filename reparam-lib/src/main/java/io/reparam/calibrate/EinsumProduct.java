package io.reparam.calibrate;

import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Writes an Einsum that sums nothing as the product that it is: {@code nchw,nc->nchw} becomes {@code Mul(x, Unsqueeze(g, [2, 3]))}, so
 * that a gate in it is found and its constant folds.
 */
final class EinsumProduct {
    private final Graph graph;

    private EinsumProduct(Graph graph) {
        this.graph = graph;
    }

    /**
     * The same net; a copy where something changes.
     *
     * @param wanted by the Einsum's output
     */
    static Graph in(Graph net, Predicate<String> wanted) {
        List<Node> einsums = net.nodes().stream()
                .filter(node -> node.is("Einsum") && wanted.test(node.output(0)))
                .toList();
        if (einsums.isEmpty()) {
            return net;
        }
        EinsumProduct product = new EinsumProduct(net.copy());
        einsums.forEach(product::replace);
        return product.graph;
    }

    private void replace(Node einsum) {
        String[] sides =
                einsum.attributes().getText("equation", "").replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        boolean plain =
                sides.length == 2 && terms.length == 2 && einsum.inputs().size() == 2;
        if (!plain || !sides[1].chars().allMatch(Character::isLetter) || !distinct(sides[1])) {
            return;
        }
        String result = sides[1];
        boolean whole = false;
        for (String term : terms) {
            boolean partOfResult = distinct(term) && term.chars().allMatch(letter -> result.indexOf(letter) >= 0);
            if (!partOfResult) {
                return;
            }
            whole |= term.length() == result.length();
        }
        if (whole) {
            String a = laidOut(einsum, 0, terms[0], result);
            String b = laidOut(einsum, 1, terms[1], result);
            graph.replace(einsum, Node.of(einsum.name(), "Mul", List.of(a, b), einsum.outputs(), Attributes.none()));
        }
    }

    private static boolean distinct(String letters) {
        return letters.chars().distinct().count() == letters.length();
    }

    /** An operand with the result's axes, in their order, and one element where it has none of them. */
    private String laidOut(Node einsum, int operand, String term, String result) {
        String value = einsum.input(operand);
        long[] order = IntStream.range(0, result.length())
                .filter(axis -> term.indexOf(result.charAt(axis)) >= 0)
                .mapToLong(axis -> term.indexOf(result.charAt(axis)))
                .toArray();
        if (!IntStream.range(0, order.length).allMatch(i -> order[i] == i)) {
            value = node(einsum, "Transpose", Attributes.none().withInts("perm", order), List.of(value));
        }
        long[] missing = IntStream.range(0, result.length())
                .filter(axis -> term.indexOf(result.charAt(axis)) < 0)
                .mapToLong(axis -> axis)
                .toArray();
        if (missing.length == 0) {
            return value;
        }
        if (graph.opset() < 13) {
            return node(einsum, "Unsqueeze", Attributes.none().withInts("axes", missing), List.of(value));
        }
        String axes = graph.freshName(einsum.output(0) + ".axes");
        graph.putInitializer(Tensor.of(axes, new long[] {missing.length}, missing));
        return node(einsum, "Unsqueeze", Attributes.none(), List.of(value, axes));
    }

    private String node(Node einsum, String type, Attributes attributes, List<String> inputs) {
        String name = graph.freshName(einsum.output(0) + "." + type.toLowerCase(Locale.ROOT));
        graph.insertBefore(einsum, Node.of(name, type, inputs, List.of(name), attributes));
        return name;
    }
}
