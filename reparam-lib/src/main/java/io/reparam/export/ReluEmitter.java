package io.reparam.export;

import io.reparam.graph.Attributes;
import io.reparam.train.block.Relu;

/** {@code Relu}. */
final class ReluEmitter implements BlockEmitter<Relu> {
    @Override
    public String emit(Relu block, String input, Emission out) {
        return out.node("Relu", "relu", Attributes.none(), input);
    }
}
