package io.reparam.train;

/** What a training step follows. */
public enum OptimizerKind {
    /** Stochastic gradient descent with momentum and weight decay. */
    SGD,
    /** Adam with decoupled weight decay. */
    ADAMW
}
