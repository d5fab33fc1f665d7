package io.reparam.fold.absorb;

import io.reparam.fold.eval.NdArray;
import io.reparam.fold.layer.Affine;
import io.reparam.fold.layer.LayerChange;
import io.reparam.fold.layer.NodeChange;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.DoubleBinaryOperator;

/**
 * Takes a map of channels into the operands of a sum or a product.
 *
 * @param way into what computes an operand
 * @param node Add, Sub, Mul or Div
 * @param axis where the channels lie, from 0
 */
record AbsorbedTerms(Absorption way, Node node, int axis) {
    /** A constant term is changed itself; of two others one takes the summand. */
    Result<AbsorbedParts> sum(Affine a) {
        Optional<ConstantOperand> constant = ConstantOperand.of(node, way.view());
        if (constant.isPresent()) {
            ConstantOperand operand = constant.get();
            return AbsorbedParts.of(List.of(node), a, all -> changed(operand, all))
                    .then(own -> way.into(operand.data(), node, axis, a.scale())
                            .then(parts -> Result.found(parts.with(own))));
        }
        return bothDimensions().then(ok -> {
            Result<AbsorbedParts> first = way.into(node.input(0), node, axis, a);
            if (a.isShift()) {
                double[] shift = Arrays.stream(a.shifts())
                        .map(s -> node.is("Sub") ? -s : s)
                        .toArray();
                return first.either(
                                Result::found, reason -> way.into(node.input(1), node, axis, Affine.shift(1, shift)))
                        .then(parts -> Result.found(parts.across(node)));
            }
            return first.then(one -> way.into(node.input(1), node, axis, a.scale())
                    .then(other -> Result.found(one.with(other).across(node))));
        });
    }

    Result<AbsorbedParts> product(Affine a) {
        if (!a.isScale()) {
            return Result.problem("no summand passes " + node.label());
        }
        return bothDimensions().then(ok -> {
            Result<AbsorbedParts> first =
                    way.view().isConstant(node.input(0)) ? Result.problem("") : way.into(node.input(0), node, axis, a);
            boolean other = node.is("Mul") && !way.view().isConstant(node.input(1));
            return first.either(
                            Result::found,
                            reason -> other
                                    ? way.into(node.input(1), node, axis, a)
                                    : Result.<AbsorbedParts>problem(reason))
                    .then(parts -> Result.found(parts.across(node)));
        });
    }

    /** One factor for all goes into either of two matrices that are multiplied, as one for each of several such products. */
    Result<AbsorbedParts> matrices(Affine a) {
        if (!a.isScale()) {
            return Result.problem("only factors pass " + node.label());
        }
        int rank = way.view().rank(node.output(0)).orElse(0);
        Result<AbsorbedParts> first = axis == rank - 1
                ? Result.problem("the first matrix of " + node.label() + " has no such axis")
                : matrix(0, a);
        return first.either(
                        Result::found,
                        reason -> axis == rank - 2 ? Result.<AbsorbedParts>problem(reason) : matrix(1, a))
                .then(parts -> Result.found(parts.across(node)));
    }

    private Result<AbsorbedParts> matrix(int input, Affine a) {
        String value = node.input(input);
        boolean whole = axis == Absorption.EVERY
                || way.view().rank(value).equals(way.view().rank(node.output(0)))
                        && way.view().size(value, axis).equals(OptionalLong.of(a.factors().length));
        return whole
                ? way.into(value, node, axis, a)
                : Result.problem("'" + value + "' is broadcast in " + node.label());
    }

    /** Neither may be broadcast to more dimensions: its channels would lie elsewhere. */
    private Result<Node> bothDimensions() {
        OptionalInt one = way.view().rank(node.input(0));
        boolean constant = way.view().isConstant(node.input(0)) || way.view().isConstant(node.input(1));
        return one.isPresent() && (constant || one.equals(way.view().rank(node.input(1))))
                ? Result.found(node)
                : Result.problem("the operands of " + node.label() + " are not known to have as many dimensions");
    }

    private Result<LayerChange> changed(ConstantOperand operand, Affine a) {
        double sign = node.is("Sub") && !operand.isFirst() ? -1 : 1;
        double[] shift = Arrays.stream(a.shifts()).map(s -> sign * s).toArray();
        return changed(operand, a.factors(), (c, t) -> t * c)
                .then(scaled -> a.isScale()
                        ? Result.found(scaled)
                        : changed(new ConstantOperand(node, operand.index(), scaled), shift, Double::sum))
                .map(values -> LayerChange.of(NodeChange.of(node).with(operand.index(), values)));
    }

    private Result<NdArray> changed(ConstantOperand operand, double[] channelwise, DoubleBinaryOperator function) {
        OptionalInt rank = way.view().rank(operand.data());
        if (rank.isEmpty() || rank.getAsInt() < operand.values().rank() || rank.getAsInt() <= axis) {
            return Result.problem("the number of dimensions before " + node.label() + " is not known");
        }
        long[] dims = new long[axis == Absorption.EVERY ? 0 : rank.getAsInt() - axis];
        Arrays.fill(dims, 1);
        if (dims.length > 0) {
            dims[0] = channelwise.length;
        }
        NdArray other = new NdArray(operand.values().type(), dims, channelwise);
        NdArray result = operand.values().broadcast(other, function);
        return result.values().length <= Math.max(operand.size(), channelwise.length)
                ? Result.found(result)
                : Result.problem("the constant of " + node.label() + " would grow");
    }
}
