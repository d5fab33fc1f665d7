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
import io.reparam.graph.Result;
import io.reparam.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a graph without inputs may be run beforehand, with the graphs that its nodes hold. */
final class ConstantGraph {
    private static final long MOST_BYTES = 1L << 26; // they are copied into a model, and again by the runtime

    private ConstantGraph() {}

    /** The graph itself. */
    static Result<Graph> checked(Graph graph) {
        long bytes = graph.initializers().values().stream()
                .mapToLong(Tensor::storedBytes)
                .sum();
        return bytes > MOST_BYTES
                ? Result.problem("it reads " + bytes + " bytes, more than " + MOST_BYTES)
                : checked(graph, new Inference(graph));
    }

    private static Result<Graph> checked(Graph graph, Inference inference) {
        for (Tensor constant : graph.initializers().values()) {
            if (!isReadable(constant)) {
                return Result.problem(
                        "'" + constant.name() + "' has characters that Java does not get from ONNX Runtime");
            }
        }
        return Result.all(graph.nodes().stream()
                        .map(node -> checked(node, graph, inference).then(ok -> inside(ok, graph, inference))))
                .map(all -> graph);
    }

    private static Result<Node> checked(Node node, Graph graph, Inference inference) {
        if (RandomOperators.has(node, graph.opset())) {
            return Result.problem("it draws random numbers");
        }
        if (Operators.is(node, Trait.QUANTIZES)) {
            return Result.problem("quantization is kept as it is");
        }
        if (!node.domain().isEmpty()) {
            return Result.problem("operators of domain '" + node.domain() + "' are not computed");
        }
        if ((node.is("Div") || node.is("Mod")) && mayEndProcess(node.input(1), graph, inference)) {
            return Result.problem("a whole number may be divided by 0, which ends ONNX Runtime's process");
        }
        if (node.outputs().stream().anyMatch(output -> isLarge(inference.of(output)))) {
            return Result.problem("it has more than " + OrtEvaluator.LIMIT + " elements on the way");
        }
        return texts(node).stream().allMatch(ConstantGraph::isReadable)
                ? Result.found(node)
                : Result.problem("it has characters that Java does not get from ONNX Runtime");
    }

    private static Result<Node> inside(Node holder, Graph graph, Inference inference) {
        Result<Node> all = Result.found(holder);
        for (Map.Entry<String, Attribute> attribute :
                holder.attributes().asMap().entrySet()) {
            if (attribute.getValue() instanceof Attribute.Opaque opaque && opaque.isGraph()) {
                for (Graph body : opaque.graphs(graph)) {
                    all = all.then(ok -> inference
                            .inside(holder, attribute.getKey(), body)
                            .map(known -> checked(body, known).map(checked -> ok))
                            .orElseGet(() -> Result.problem("nothing is known of the graph in it")));
                }
            }
        }
        return all;
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
