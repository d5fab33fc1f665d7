package io.reparam.train.backbone;

import ai.djl.nn.Parameter;
import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Dense;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Initial;
import io.reparam.train.block.LayerNormalization;
import io.reparam.train.block.NetBlock;
import java.util.List;

/** A layer on tokens {@code [N, tokens, ..]} and the channel attention after it. */
final class ScaledLayer extends NetBlock {
    private static final double DEVIATION = 0.02;

    private final NetBlock layer;
    private final NetBlock scale;

    private ScaledLayer(NetBlock layer, Parameter shift, FeatureMap tokens, AttentionSites places) {
        this.layer = part("layer", layer);
        scale = part("scale", places.at(new AttentionSite(tokens, true, List.of(shift))));
    }

    static ScaledLayer norm(FeatureMap tokens, AttentionSites places) {
        LayerNormalization norm = new LayerNormalization(tokens.channels());
        return new ScaledLayer(norm, norm.beta(), tokens, places);
    }

    /** From so many features to those of the tokens. */
    static ScaledLayer dense(FeatureMap tokens, int in, AttentionSites places) {
        Dense dense = linear(in, tokens.channels());
        return new ScaledLayer(dense, dense.bias(), tokens, places);
    }

    /** As a transformer's fully connected layers start. */
    static Dense linear(int in, int out) {
        return new Dense(in, out, Initial.normal(DEVIATION), Initial.constant(0));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.apply(scale, f.apply(layer, x));
    }
}
