package io.reparam.fold.eval;

/** Computes one kind of node. */
@FunctionalInterface
interface NodeFunction {
    /** @throws UnsupportedOperationException if this form of the operator is not known here */
    NdArray apply(EvaluatedNode call);
}
