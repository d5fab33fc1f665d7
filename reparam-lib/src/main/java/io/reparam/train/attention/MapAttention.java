package io.reparam.train.attention;

import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.NetBlock;

/** Attention that gives each position its own factor: it scales by itself, and cannot fold. */
final class MapAttention extends NetBlock {
    private final AttentionSite place;
    private final NetBlock module;

    MapAttention(AttentionSite place, NetBlock module) {
        this.place = place;
        this.module = part("module", module);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return place.fromMap(f, f.apply(module, place.toMap(f, x)));
    }
}
