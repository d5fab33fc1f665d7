package io.reparam.fold.layer;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Optional;

/**
 * A constant factor for each channel: {@code Mul(x, v)} in either order, or {@code Div(x, v)}, whose factor is {@code 1 / v}.
 * {@code Div(v, x)} is not one. Shapes: v {@code [1,C,1,1]}, {@code [C,1,1]} or one element; {@code [C]} where channels are last.
 *
 * <p>Refused when v does not act on channels alone, is not a number, or is beyond 1e4, and when it closes a {@link FusedForm}.
 */
public final class ScaleSource implements AffineSource {
    @Override
    public String name() {
        return "ChannelScale";
    }

    @Override
    public String[] opTypes() {
        return new String[] {"Mul", "Div"};
    }

    @Override
    public boolean onlyScales() {
        return true;
    }

    @Override
    public Optional<ConstantOperand> operand(Node node, GraphView view) {
        return ConstantOperand.of(node, view).filter(operand -> node.is("Mul") || !operand.isFirst());
    }

    @Override
    public Result<Affine> read(Node node, ChannelAxis axis, GraphView view) {
        Optional<FusedForm> form = FusedForm.closedBy(node, view);
        if (form.isPresent()) {
            return Result.problem(form.get().reason());
        }
        return axis.spread(operand(node, view).orElseThrow().factors())
                .then(ChannelScale::bounded)
                .about("its factor")
                .then(v -> Result.found(Affine.scale(v)));
    }
}
