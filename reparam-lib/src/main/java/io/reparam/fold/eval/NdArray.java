package io.reparam.fold.eval;

import io.reparam.graph.ElementType;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in float64 with a shape, row-major, and the type they are stored in at the end; true is 1. Integers that float64 cannot
 * tell from their neighbours are kept as they were stored: {@link #isExact} says whether {@link #values} are the numbers themselves.
 * Not copied on the way in or out: nobody changes the arrays after construction. A tensor's numbers are read when they are asked
 * for, for most questions are about its shape. For one thread.
 */
public final class NdArray {
    private final ElementType type;
    private final long[] dims;
    private final int count;
    private double @Nullable [] values;
    /** Where the numbers come from: until they are read, and for good where they are not real numbers. */
    private @Nullable Tensor stored;

    /**
     * @param type one of the numeric types
     * @param dims may be empty (a scalar), may hold 0
     * @param values as many as the product of dims
     * @throws IllegalArgumentException if the type is not numeric or the number of values does not fit
     */
    public NdArray(ElementType type, long[] dims, double[] values) {
        this(type, dims);
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(dims) + " cannot have " + values.length + " values");
        }
        this.values = values;
    }

    private NdArray(ElementType type, long[] dims) {
        if (!type.isNumeric()) {
            throw new IllegalArgumentException("type " + type + " cannot be computed with");
        }
        this.type = type;
        this.dims = dims;
        this.count = size(dims);
    }

    /** @throws IllegalArgumentException if the tensor's type is not numeric */
    public static NdArray of(Tensor tensor) {
        NdArray array = new NdArray(
                tensor.type(), tensor.dims().stream().mapToLong(Long::longValue).toArray());
        array.stored = tensor;
        return array;
    }

    public ElementType type() {
        return type;
    }

    public long[] dims() {
        return dims;
    }

    /** Number of values; reads none of them. */
    public int count() {
        return count;
    }

    public double[] values() {
        double[] known = values;
        if (known == null) {
            known = Objects.requireNonNull(stored).doubles();
            values = known;
            stored = type.isReal() ? null : stored;
        }
        return known;
    }

    /** Whether {@link #values} tells every number from its neighbours. */
    public boolean isExact() {
        return stored == null || stored.fitsDoubles();
    }

    /** Rounds the values to the array's type. */
    public Tensor toTensor(String name) {
        return stored == null ? Tensor.rounded(name, type, dims, values()) : stored.named(name);
    }

    /** The same numbers rounded to the array's type; integers and booleans as they are. */
    NdArray rounded() {
        return type.isReal() && stored == null
                ? with(Arrays.stream(values()).map(type::nearest).toArray())
                : this;
    }

    public int rank() {
        return dims.length;
    }

    public int dim(int axis) {
        return (int) dims[axis];
    }

    /** Product of the dimensions. */
    public static int size(long... dims) {
        long size = 1;
        for (long dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        return Math.toIntExact(size);
    }

    /** The same values in another shape of the same size. */
    public NdArray reshaped(long... changed) {
        return new NdArray(type, changed, values());
    }

    /** The same real numbers under another real type. */
    public NdArray as(ElementType other) {
        return new NdArray(other, dims, values());
    }

    /** Other values in the same shape and type. */
    public NdArray with(double[] changed) {
        return new NdArray(type, dims, changed);
    }

    /**
     * Element by element with another array, each broadcast to the other.
     *
     * @throws MalformedModelException if the shapes do not broadcast
     */
    public NdArray broadcast(NdArray other, DoubleBinaryOperator function) {
        return Arithmetic.broadcast(this, other, function);
    }

    /** A negative axis counts from the end. */
    int axis(long axis) {
        int resolved = (int) (axis < 0 ? axis + rank() : axis);
        if (resolved < 0 || resolved > rank()) {
            throw new UnsupportedOperationException("axis " + axis + " is outside rank " + rank());
        }
        return resolved;
    }

    /** Elements between neighbours of each axis. */
    int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dim(axis);
        }
        return strides;
    }
}
