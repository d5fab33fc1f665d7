package io.reparam.train.attention;

import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.NetBlock;

/** Ordinary, input-dependent attention: {@code y = x * gate(x)}. */
public final class ChannelAttention extends NetBlock {
    private final AttentionSite place;
    private final ChannelGate gate;

    ChannelAttention(AttentionSite place, ChannelGate gate) {
        this.place = place;
        this.gate = part("gate", gate);
    }

    public ChannelGate gate() {
        return gate;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V map = place.toMap(f, x);
        V v = f.apply(gate, map);
        f.seen(this, map, v);
        return place.scaled(f, x, v, gate.keepsShift());
    }
}
