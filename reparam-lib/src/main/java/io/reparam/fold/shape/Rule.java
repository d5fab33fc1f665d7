package io.reparam.fold.shape;

/** What an operator's outputs are, as far as its inputs tell. */
@FunctionalInterface
interface Rule {
    /**
     * Sets what is known of the outputs.
     *
     * @throws RuntimeException where the node has not what its operator needs, so that nothing is known
     */
    void infer(InferredNode call);

    /** One rule, then another that may add to it. */
    default Rule then(Rule next) {
        return call -> {
            infer(call);
            next.infer(call);
        };
    }
}
