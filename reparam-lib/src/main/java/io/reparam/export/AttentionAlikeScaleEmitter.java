package io.reparam.export;

import io.reparam.graph.Attributes;
import io.reparam.train.block.AttentionAlikeScale;

/** psi as a constant, the gate's nodes behind it, {@code Mul}: folding has the whole branch before it. */
final class AttentionAlikeScaleEmitter implements BlockEmitter<AttentionAlikeScale> {
    @Override
    public String emit(AttentionAlikeScale block, String input, Emission out) {
        String gate = out.child("gate", block.gate(), out.weight("psi", block, "psi"));
        return out.node("Mul", "scale", Attributes.none(), input, gate);
    }
}
