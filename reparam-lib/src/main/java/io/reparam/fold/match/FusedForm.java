package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
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
    LAYER_NORM("LayerNormalization");

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
                    : isNormalized(operand.get().data(), view) ? Optional.of(LAYER_NORM) : Optional.empty();
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

    /** Whether a value is {@code d / sqrt(mean + eps)} of some difference d. */
    private static boolean isNormalized(String value, GraphView view) {
        return producer(value, "Div", view)
                .filter(quotient -> producer(quotient.input(0), "Sub", view).isPresent())
                .flatMap(quotient -> producer(quotient.input(1), "Sqrt", view))
                .flatMap(root -> producer(root.input(0), "Add", view))
                .flatMap(add -> ConstantOperand.of(add, view))
                .filter(epsilon -> producer(epsilon.data(), "ReduceMean", view).isPresent())
                .isPresent();
    }

    private static Optional<Node> producer(String value, String opType, GraphView view) {
        return view.graph().producer(value).filter(node -> node.is(opType));
    }
}
