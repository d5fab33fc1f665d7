package io.reparam.fold.eval;

/** Computes one kind of node. */
@FunctionalInterface
interface Operator {
    /** @throws UnsupportedOperationException if this form of the operator is not known here */
    NdArray apply(Call call);
}
