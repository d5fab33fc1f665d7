package io.reparam.ortfold;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.RandomOperators;
import io.reparam.fold.shape.Fact;
import io.reparam.fold.shape.Inference;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Size;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps a graph without inputs from being run beforehand, in it or in a graph that a node of it holds. */
final class ConstantGraph {
    private static final long MOST_BYTES = 1L << 26; // they are copied into a model, and again by the runtime

    private ConstantGraph() {}

    /** The end of a sentence; empty if nothing does. */
    static Optional<String> problem(Graph graph) {
        long bytes = graph.initializers().values().stream()
                .mapToLong(Tensor::storedBytes)
                .sum();
        if (bytes > MOST_BYTES) {
            return Optional.of("it reads " + bytes + " bytes, more than " + MOST_BYTES);
        }
        return problem(graph, new Inference(graph));
    }

    private static Optional<String> problem(Graph graph, Inference inference) {
        for (Tensor constant : graph.initializers().values()) {
            if (!isReadable(constant)) {
                return Optional.of("'" + constant.name() + "' has characters that Java does not get from ONNX Runtime");
            }
        }
        for (Node node : graph.nodes()) {
            Optional<String> problem = problem(node, graph, inference).or(() -> inside(node, graph, inference));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(Node node, Graph graph, Inference inference) {
        if (RandomOperators.has(node, graph.opset())) {
            return Optional.of("it draws random numbers");
        }
        if (Operators.is(node, Trait.QUANTIZES)) {
            return Optional.of("quantization is kept as it is");
        }
        if (!node.domain().isEmpty()) {
            return Optional.of("operators of domain '" + node.domain() + "' are not computed");
        }
        if ((node.is("Div") || node.is("Mod")) && mayEndProcess(node.input(1), graph, inference)) {
            return Optional.of("a whole number may be divided by 0, which ends ONNX Runtime's process");
        }
        if (node.outputs().stream().anyMatch(output -> isLarge(inference.of(output)))) {
            return Optional.of("it has more than " + OrtEvaluator.LIMIT + " elements on the way");
        }
        return texts(node).stream().allMatch(ConstantGraph::isReadable)
                ? Optional.empty()
                : Optional.of("it has characters that Java does not get from ONNX Runtime");
    }

    private static Optional<String> inside(Node holder, Graph graph, Inference inference) {
        for (Map.Entry<String, Attribute> attribute :
                holder.attributes().asMap().entrySet()) {
            if (attribute.getValue() instanceof Attribute.Opaque opaque && opaque.isGraph()) {
                for (Graph body : opaque.graphs(graph)) {
                    Optional<String> problem = inference
                            .inside(holder, attribute.getKey(), body)
                            .map(known -> problem(body, known))
                            .orElseGet(() -> Optional.of("nothing is known of the graph in it"));
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayEndProcess(String divisor, Graph graph, Inference inference) {
        ElementType type = inference.of(divisor).type();
        boolean known = graph.initializer(divisor)
                .filter(tensor -> tensor.type().isNumeric())
                .filter(tensor -> !OrtEvaluator.endsProcess(NdArray.of(tensor)))
                .isPresent();
        return !known && (type == null || !type.isReal());
    }

    private static boolean isLarge(Fact fact) {
        double elements = 1;
        for (Size size : fact.dims() == null ? List.<Size>of() : fact.dims()) {
            elements *= size.known().orElse(1);
        }
        return elements > OrtEvaluator.LIMIT;
    }

    private static List<String> texts(Node node) {
        List<String> texts = new ArrayList<>();
        for (Attribute attribute : node.attributes().asMap().values()) {
            if (attribute instanceof Attribute.Text text) {
                texts.add(text.value());
            } else if (attribute instanceof Attribute.Texts list) {
                texts.addAll(list.values());
            } else if (attribute instanceof Attribute.Array array && !isReadable(array.value())
                    || attribute instanceof Attribute.Opaque opaque && !opaque.isGraph()) {
                texts.add("\0"); // bytes that are no text, or constants in another form
            }
        }
        return texts;
    }

    private static boolean isReadable(Tensor constant) {
        return constant.type() != ElementType.STRING
                || constant.texts()
                        .filter(texts -> texts.stream().allMatch(ConstantGraph::isReadable))
                        .isPresent();
    }

    /** Java's native interface ends a text at 0 and has another form for what is beyond 16 bits. */
    private static boolean isReadable(String text) {
        return text.chars().allMatch(c -> c != 0 && !Character.isSurrogate((char) c));
    }
}
