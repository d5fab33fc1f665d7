package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;

/** Branches, attention, relu. */
final class ScaledSum extends NetBlock {
    private final BranchSum branches;
    private final NetBlock scale;

    ScaledSum(BranchSum branches, AttentionSites places) {
        this.branches = part("branches", branches);
        scale = part("scale", places.at(branches.place()));
    }

    FeatureMap output() {
        return branches.output();
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.activation(f.apply(scale, f.apply(branches, x)), Activation.RELU);
    }
}
