package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * An activation or a norm that is written out as several nodes, and that ONNX Runtime computes as one operator when it finds them
 * all. To fold its last constant into a layer takes a node out of the file and puts four to eight into what runs: RepViT-M0.9
 * and FastViT-T8 became 6 and 8 % slower by that.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/tree/main/onnxruntime/core/optimizer">ONNX Runtime's gelu_fusion.cc
 *     and layer_norm_fusion.cc</a>
 */
public enum FusedForm {
    /** {@code 0.5 (x (1 + erf(x / sqrt 2)))}. With tanh ONNX Runtime looks for the 0.5 elsewhere. */
    GELU("Gelu"),
    /** {@code gamma (x - mean) / sqrt(var + eps) + beta}: both constants must be there, also where they change nothing. */
    LAYER_NORM("LayerNormalization"),
    /** {@code gamma x / sqrt(mean(x^2) + eps)}. */
    RMS_NORM("RMSNormalization");

    private final String label;

    FusedForm(String label) {
        this.label = label;
    }

    /** The form that a node with a constant operand belongs to. */
    public static Optional<FusedForm> closedBy(Node node, GraphView view) {
        Optional<ConstantOperand> operand = ConstantOperand.of(node, view);
        if (operand.isEmpty() || !node.domain().isEmpty()) {
            return Optional.empty();
        }
        if (node.is("Mul")) {
            return isGelu(operand.get(), view)
                    ? Optional.of(GELU)
                    : norm(operand.get().data(), view);
        }
        return node.is("Add")
                ? producer(operand.get().data(), "Mul", view)
                        .flatMap(mul -> closedBy(mul, view))
                        .filter(LAYER_NORM::equals)
                : Optional.empty();
    }

    /** End of a sentence: why the constant that closes it does not fold. */
    public String reason() {
        return "it closes a " + label + " that is written out; ONNX Runtime computes that as one operator, "
                + "and without this constant node by node";
    }

    /** Whether a LayerNormalization reads a sum: ONNX Runtime computes both as one operator. */
    public static boolean isSkip(String sum, GraphView view) {
        List<Node> readers = view.graph().consumers(sum);
        boolean writtenOut = readers.stream().anyMatch(node -> node.is("ReduceMean"))
                && readers.stream().anyMatch(node -> node.is("Sub"));
        return writtenOut || readers.stream().anyMatch(node -> node.is("LayerNormalization"));
    }

    private static boolean isGelu(ConstantOperand half, GraphView view) {
        NdArray value = half.values();
        return value.count() == 1
                && value.values()[0] == 0.5
                && producer(half.data(), "Mul", view)
                        .filter(product -> product.inputs().stream().anyMatch(input -> isOnePlusErf(input, view)))
                        .isPresent();
    }

    private static boolean isOnePlusErf(String value, GraphView view) {
        return producer(value, "Add", view)
                .flatMap(add -> ConstantOperand.of(add, view))
                .filter(one -> one.size() == 1 && one.values().values()[0] == 1)
                .filter(one -> producer(one.data(), "Erf", view).isPresent())
                .isPresent();
    }

    /** The norm that a value {@code d / sqrt(mean + eps)} is of: of a difference d, or of x itself where the mean is of its square. */
    private static Optional<FusedForm> norm(String value, GraphView view) {
        Optional<Node> quotient = producer(value, "Div", view);
        Optional<Node> mean = quotient.flatMap(div -> producer(div.input(1), "Sqrt", view))
                .flatMap(root -> producer(root.input(0), "Add", view))
                .flatMap(add -> ConstantOperand.of(add, view))
                .flatMap(epsilon -> producer(epsilon.data(), "ReduceMean", view));
        if (mean.isEmpty()) {
            return Optional.empty();
        }
        String data = quotient.get().input(0);
        if (producer(data, "Sub", view).isPresent()) {
            return Optional.of(LAYER_NORM);
        }
        return view.graph()
                .producer(mean.get().input(0))
                .filter(square -> square.is("Pow") || square.is("Mul"))
                .filter(square -> square.input(0).equals(data))
                .map(square -> RMS_NORM);
    }

    private static Optional<Node> producer(String value, String opType, GraphView view) {
        return view.graph().producer(value).filter(node -> node.is(opType));
    }
}
