package io.reparam.export;

import io.reparam.graph.Attributes;
import io.reparam.train.block.ChannelAttention;

/** The gate's nodes on the feature map, {@code Mul}. */
final class ChannelAttentionEmitter implements BlockEmitter<ChannelAttention> {
    @Override
    public String emit(ChannelAttention block, String input, Emission out) {
        String gate = out.child("gate", block.gate(), input);
        return out.node("Mul", "scale", Attributes.none(), input, gate);
    }
}
