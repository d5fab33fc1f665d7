package io.reparam.fold.layer;

import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.Optional;

/**
 * A constant summand for each channel: {@code Add(x, s)} in either order, {@code Sub(x, s)} with the shift {@code -s}, and
 * {@code Sub(s, x) = (-1) x + s}. Shapes: s {@code [1,C,1,1]}, {@code [C,1,1]} or one element; {@code [C]} where channels are
 * last.
 *
 * <p>Refused when s does not act on channels alone, and when it closes a {@link FusedForm}.
 */
public final class ShiftSource implements AffineSource {
    @Override
    public String name() {
        return "ChannelShift";
    }

    @Override
    public String[] opTypes() {
        return new String[] {"Add", "Sub"};
    }

    @Override
    public Optional<ConstantOperand> operand(Node node, GraphView view) {
        return ConstantOperand.of(node, view);
    }

    @Override
    public Result<Affine> read(Node node, ChannelAxis axis, GraphView view) {
        Optional<FusedForm> form = FusedForm.closedBy(node, view);
        if (form.isPresent()) {
            return Result.problem(form.get().reason());
        }
        ConstantOperand operand = operand(node, view).orElseThrow();
        return axis.spread(operand.values()).about("its summand").then(s -> Result.found(affine(operand, s)));
    }

    private static Affine affine(ConstantOperand operand, double[] s) {
        if (operand.node().is("Add")) {
            return Affine.shift(1, s);
        }
        return operand.isFirst()
                ? Affine.shift(-1, s)
                : Affine.shift(1, Arrays.stream(s).map(x -> -x).toArray());
    }
}
