package io.reparam.fold.eval;

import static java.util.Map.entry;

import io.reparam.graph.ElementType;
import io.reparam.graph.MalformedModelException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Operators of two arrays with multidirectional broadcasting, as from opset 7 on. */
final class Arithmetic {
    static final Map<String, NodeFunction> OPERATORS = Map.ofEntries(
            binary("Add", Double::sum),
            binary("Sub", (a, b) -> a - b),
            binary("Mul", (a, b) -> a * b),
            entry("Div", Arithmetic::div),
            binary("Pow", Math::pow),
            binary("PRelu", (x, slope) -> x < 0 ? slope * x : x),
            comparison("Equal", (a, b) -> a == b),
            comparison("Greater", (a, b) -> a > b),
            comparison("GreaterOrEqual", (a, b) -> a >= b),
            comparison("Less", (a, b) -> a < b),
            comparison("LessOrEqual", (a, b) -> a <= b),
            comparison("And", (a, b) -> a != 0 && b != 0),
            comparison("Or", (a, b) -> a != 0 || b != 0),
            comparison("Xor", (a, b) -> a != b),
            folded("Max", Math::max),
            folded("Min", Math::min),
            folded("Sum", Double::sum));

    private Arithmetic() {}

    static NdArray broadcast(NdArray a, NdArray b, DoubleBinaryOperator function) {
        int rank = Math.max(a.rank(), b.rank());
        long[] dims = new long[rank];
        int[] stepA = new int[rank];
        int[] stepB = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            long dimA = dim(a, axis - rank + a.rank());
            long dimB = dim(b, axis - rank + b.rank());
            if (dimA != dimB && dimA != 1 && dimB != 1) {
                throw new MalformedModelException("shapes " + Arrays.toString(a.dims()) + " and "
                        + Arrays.toString(b.dims()) + " do not broadcast");
            }
            dims[axis] = dimA == 1 ? dimB : dimA;
            stepA[axis] = dimA == 1 ? 0 : a.strides()[axis - rank + a.rank()];
            stepB[axis] = dimB == 1 ? 0 : b.strides()[axis - rank + b.rank()];
        }
        double[] out = new double[NdArray.size(dims)];
        int[] index = new int[rank];
        int atA = 0;
        int atB = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = function.applyAsDouble(a.values()[atA], b.values()[atB]);
            for (int axis = rank - 1; axis >= 0; axis--) {
                index[axis]++;
                atA += stepA[axis];
                atB += stepB[axis];
                if (index[axis] < dims[axis]) {
                    break;
                }
                atA -= stepA[axis] * index[axis];
                atB -= stepB[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return new NdArray(a.type(), dims, out);
    }

    private static long dim(NdArray array, int axis) {
        return axis < 0 ? 1 : array.dims()[axis];
    }

    private static Map.Entry<String, NodeFunction> binary(String opType, DoubleBinaryOperator function) {
        return entry(opType, call -> broadcast(call.in(0), call.in(1), function));
    }

    /** Of two numbers, true or not. */
    @FunctionalInterface
    private interface Relation {
        boolean holds(double a, double b);
    }

    private static Map.Entry<String, NodeFunction> comparison(String opType, Relation relation) {
        return entry(opType, call -> {
            NdArray holds = broadcast(call.in(0), call.in(1), (a, b) -> relation.holds(a, b) ? 1 : 0);
            return new NdArray(ElementType.BOOL, holds.dims(), holds.values());
        });
    }

    private static Map.Entry<String, NodeFunction> folded(String opType, DoubleBinaryOperator function) {
        return entry(opType, call -> {
            NdArray out = call.in(0);
            for (int i = 1; i < call.inputs().size(); i++) {
                out = broadcast(out, call.in(i), function);
            }
            return out;
        });
    }

    private static NdArray div(EvaluatedNode call) {
        if (!call.in(0).type().isInteger()) {
            return broadcast(call.in(0), call.in(1), (a, b) -> a / b);
        }
        return broadcast(call.in(0), call.in(1), (a, b) -> {
            if (b == 0) {
                throw new UnsupportedOperationException("a whole number is divided by 0");
            }
            long quotient = (long) a / (long) b;
            return quotient;
        });
    }
}
