package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Dense;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;

/**
 * {@code x + proj(attention(norm(x)))}, then {@code x + fc2(gelu(fc1(norm(x))))}: {@code [N, tokens, C] -> [N, tokens, C]}.
 * Channel attention stands after both norms and after proj and fc2.
 */
final class TransformerBlock extends NetBlock {
    private static final int EXPANSION = 4;

    private final ScaledLayer norm1;
    private final SelfAttention attention;
    private final ScaledLayer proj;
    private final ScaledLayer norm2;
    private final Dense fc1;
    private final ScaledLayer fc2;

    TransformerBlock(FeatureMap tokens, int heads, AttentionSites places) {
        int features = tokens.channels();
        norm1 = part("norm1", ScaledLayer.norm(tokens, places));
        attention = part("attention", new SelfAttention(features, heads));
        proj = part("proj", ScaledLayer.dense(tokens, features, places));
        norm2 = part("norm2", ScaledLayer.norm(tokens, places));
        fc1 = part("fc1", ScaledLayer.linear(features, EXPANSION * features));
        fc2 = part("fc2", ScaledLayer.dense(tokens, EXPANSION * features, places));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V y = f.add(x, f.apply(proj, f.apply(attention, f.apply(norm1, x))));
        V hidden = f.activation(f.apply(fc1, f.apply(norm2, y)), Activation.GELU);
        return f.add(y, f.apply(fc2, hidden));
    }
}
