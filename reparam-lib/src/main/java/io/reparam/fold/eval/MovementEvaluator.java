package io.reparam.fold.eval;

import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that pick elements and put them elsewhere, as exporters write an assignment to a part of a tensor. Conditions are
 * whole numbers, 1 where they hold, for there is no array of truth values; so they must not be stored, only computed with.
 */
public final class MovementEvaluator implements NodeEvaluator {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "Slice", MovementEvaluator::slice,
            "ScatterND", MovementEvaluator::scatter,
            "Range", MovementEvaluator::range,
            "Where", MovementEvaluator::where,
            "Equal", MovementEvaluator::equal,
            "CastLike",
                    call -> new NdArray(
                            call.in(1).type(), call.in(0).dims(), call.in(0).values()));

    @Override
    public Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset) {
        Operator operator = node.domain().isEmpty() ? OPERATORS.get(node.opType()) : null;
        if (operator == null) {
            return new Evaluation.Unsupported("no evaluator knows operator " + node.opType());
        }
        try {
            return new Evaluation.Computed(List.of(operator.apply(new Call(node, inputs, opset))));
        } catch (UnsupportedOperationException
                | ArithmeticException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            return new Evaluation.Unsupported(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Steps of 1 forward only. */
    private static NdArray slice(Call call) {
        NdArray in = call.in(0);
        long[] starts = call.longs("starts", 1).orElseThrow(IllegalArgumentException::new);
        long[] ends = call.longs("ends", 2).orElseThrow(IllegalArgumentException::new);
        long[] axes = call.longs("axes", 3)
                .orElseGet(
                        () -> IntStream.range(0, starts.length).asLongStream().toArray());
        if (call.optional(4).isPresent() && Arrays.stream(call.in(4).values()).anyMatch(step -> step != 1)) {
            throw new UnsupportedOperationException("a Slice in other steps than 1 is not computed");
        }
        NdArray out = in;
        for (int i = 0; i < axes.length; i++) {
            int axis = in.axis(axes[i]);
            int size = in.dim(axis);
            int from = bound(starts[i], size);
            out = part(out, axis, from, Math.max(from, bound(ends[i], size)));
        }
        return out;
    }

    private static int bound(long given, int size) {
        return (int) Math.max(0, Math.min(size, given < 0 ? given + size : given));
    }

    private static NdArray part(NdArray in, int axis, int from, int to) {
        long[] dims = in.dims().clone();
        dims[axis] = to - from;
        int inner = NdArray.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
        int outer = NdArray.size(Arrays.copyOf(dims, axis));
        int length = (to - from) * inner;
        double[] out = new double[outer * length];
        for (int block = 0; block < outer; block++) {
            System.arraycopy(in.values(), (block * in.dim(axis) + from) * inner, out, block * length, length);
        }
        return new NdArray(in.type(), dims, out);
    }

    private static NdArray scatter(Call call) {
        if (!call.attributes().getText("reduction", "none").equals("none")) {
            throw new UnsupportedOperationException("a ScatterND that reduces is not computed");
        }
        NdArray data = call.in(0);
        NdArray indices = call.in(1);
        double[] updates = call.in(2).values();
        double[] out = data.values().clone();
        int depth = indices.dim(indices.rank() - 1);
        int length = NdArray.size(Arrays.copyOfRange(data.dims(), depth, data.rank()));
        for (int i = 0; i < indices.values().length / depth; i++) {
            int at = 0;
            for (int axis = 0; axis < depth; axis++) {
                double index = indices.values()[i * depth + axis];
                at += (int) (index < 0 ? index + data.dim(axis) : index) * data.strides()[axis];
            }
            System.arraycopy(updates, i * length, out, at, length);
        }
        return data.with(out);
    }

    private static NdArray range(Call call) {
        double start = call.in(0).values()[0];
        double step = call.in(2).values()[0];
        int count = (int) Math.max(0, Math.ceil((call.in(1).values()[0] - start) / step));
        double[] out =
                IntStream.range(0, count).mapToDouble(i -> start + i * step).toArray();
        return new NdArray(call.in(0).type(), new long[] {count}, out);
    }

    private static NdArray where(Call call) {
        NdArray condition = call.in(0);
        NdArray ifSo = condition.broadcast(call.in(1), (c, a) -> c != 0 ? a : Double.NaN);
        NdArray chosen = ifSo.broadcast(call.in(2), (a, b) -> Double.isNaN(a) ? b : a);
        return new NdArray(call.in(1).type(), chosen.dims(), chosen.values());
    }

    private static NdArray equal(Call call) {
        NdArray same = call.in(0).broadcast(call.in(1), (a, b) -> a == b ? 1 : 0);
        return new NdArray(ElementType.INT32, same.dims(), same.values());
    }
}
