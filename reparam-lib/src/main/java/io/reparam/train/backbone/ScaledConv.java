package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;

/** Convolution, norm, attention, relu. */
final class ScaledConv extends NetBlock {
    private final ConvBatchNorm conv;
    private final NetBlock scale;

    ScaledConv(FeatureMap in, int channels, Geometry geometry, AttentionSites places) {
        conv = part("conv", new ConvBatchNorm(in, channels, geometry));
        scale = part("scale", places.at(AttentionSite.after(conv)));
    }

    FeatureMap output() {
        return conv.output();
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.activation(f.apply(scale, f.apply(conv, x)), Activation.RELU);
    }
}
