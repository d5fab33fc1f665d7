package io.reparam.train.backbone;

import io.reparam.train.block.NetBlock;

/** An architecture. */
@FunctionalInterface
public interface Backbone {
    /** A new, uninitialised net: {@code [N, 3, height, width] -> [N, classes]} logits. */
    NetBlock build(NetSpec spec);
}
