package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.LayerNormalization;
import io.reparam.train.block.NetBlock;
import java.util.List;

/** The last norm of a transformer, with attention, and back to a map: {@code [N, tokens, C] -> [N, C, H, W]}. */
final class TokenNorm extends NetBlock {
    private final FeatureMap map;
    private final LayerNormalization norm;
    private final NetBlock scale;

    TokenNorm(FeatureMap map, AttentionSites places) {
        this.map = map;
        norm = part("norm", new LayerNormalization(map.channels()));
        scale = part("scale", places.at(new AttentionSite(map, true, List.of(norm.beta()))));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V tokens = f.apply(scale, f.apply(norm, x));
        return f.reshape(f.transpose(tokens, 0, 2, 1), 0, map.channels(), map.height(), map.width());
    }
}
