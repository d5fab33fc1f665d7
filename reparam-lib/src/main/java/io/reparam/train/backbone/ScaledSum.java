package io.reparam.train.backbone;

import io.reparam.train.attention.Places;
import io.reparam.train.block.Activation;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Operators;

/** Branches, attention, relu. */
final class ScaledSum extends NetBlock {
    private final BranchSum branches;
    private final NetBlock scale;

    ScaledSum(BranchSum branches, Places places) {
        this.branches = part("branches", branches);
        scale = part("scale", places.at(branches.place()));
    }

    FeatureMap output() {
        return branches.output();
    }

    @Override
    public <V> V compute(Operators<V> f, V x) {
        return f.activation(f.apply(scale, f.apply(branches, x)), Activation.RELU);
    }
}
