package io.reparam.train.attention;

import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Operators;

/** Attention that gives each position its own factor: it scales by itself, and cannot fold. */
final class MapAttention extends NetBlock {
    private final Place place;
    private final NetBlock module;

    MapAttention(Place place, NetBlock module) {
        this.place = place;
        this.module = part("module", module);
    }

    @Override
    public <V> V compute(Operators<V> f, V x) {
        return place.fromMap(f, f.apply(module, place.toMap(f, x)));
    }
}
