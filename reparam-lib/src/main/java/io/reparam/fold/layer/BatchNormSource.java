package io.reparam.fold.layer;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Optional;

/**
 * A BatchNormalization in inference: with {@code t[c] = gamma[c] / sqrt(var[c] + eps)}, {@code y[c] = t[c] x[c] + beta[c] -
 * mean[c] t[c]}. Channels are on axis 1; gamma, beta, mean, var {@code [C]}.
 *
 * <p>Refused when a parameter is not a constant of real numbers, when {@code training_mode} is 1, when further outputs are
 * read, and when the channels of the layer are on another axis.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BatchNormalization.html">ONNX BatchNormalization</a>
 */
public final class BatchNormSource implements AffineSource {
    @Override
    public String name() {
        return "BatchNorm";
    }

    @Override
    public String[] opTypes() {
        return new String[] {"BatchNormalization"};
    }

    @Override
    public boolean isNorm() {
        return true;
    }

    @Override
    public Optional<ConstantOperand> operand(Node node, GraphView view) {
        return Optional.empty();
    }

    @Override
    public Optional<String> data(Node node, GraphView view) {
        return Optional.of(node.input(0)).filter(input -> !view.isConstant(input));
    }

    @Override
    public Result<Affine> read(Node node, ChannelAxis axis, GraphView view) {
        return BatchNorm.read(node, view).then(norm -> affine(norm, axis));
    }

    private static Result<Affine> affine(BatchNorm norm, ChannelAxis axis) {
        if (!axis.isSecond()) {
            return Result.problem("it normalizes axis 1, and that is not known to be the channels of the other layer");
        }
        return norm.channels() == axis.channels()
                ? Result.found(norm.affine())
                : Result.problem("it has " + norm.channels() + " channels, the other layer has " + axis.channels());
    }
}
