package io.reparam.train.attention;

import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Operators;

/** Ordinary, input-dependent attention: {@code y = x * gate(x)}. */
public final class ChannelAttention extends NetBlock {
    private final Place place;
    private final ChannelGate gate;

    ChannelAttention(Place place, ChannelGate gate) {
        this.place = place;
        this.gate = part("gate", gate);
    }

    public ChannelGate gate() {
        return gate;
    }

    @Override
    public <V> V compute(Operators<V> f, V x) {
        V map = place.toMap(f, x);
        V v = f.apply(gate, map);
        f.seen(this, map, v);
        return place.scaled(f, x, v, gate.keepsShift());
    }
}
