package io.reparam.train.backbone;

import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Dense;
import io.reparam.train.block.NetBlock;

/**
 * {@code softmax(q k^T / sqrt(d)) v} in each head, d features a head: {@code [N, tokens, C] -> [N, tokens, C]}.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need</a>
 */
final class SelfAttention extends NetBlock {
    private final int heads;
    private final int features;
    private final Dense query;
    private final Dense key;
    private final Dense value;

    SelfAttention(int features, int heads) {
        this.heads = heads;
        this.features = features;
        query = part("query", ScaledLayer.linear(features, features));
        key = part("key", ScaledLayer.linear(features, features));
        value = part("value", ScaledLayer.linear(features, features));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V q = f.transpose(split(f, f.apply(query, x)), 0, 2, 1, 3);
        V k = f.transpose(split(f, f.apply(key, x)), 0, 2, 3, 1);
        V v = f.transpose(split(f, f.apply(value, x)), 0, 2, 1, 3);
        V scores = f.times(f.matMul(q, k), (float) (1 / Math.sqrt((double) features / heads)));
        V mixed = f.transpose(f.matMul(f.softmax(scores), v), 0, 2, 1, 3);
        return f.reshape(mixed, 0, 0, features);
    }

    /** {@code [N, tokens, heads, d]}. */
    private <V> V split(BlockOperators<V> f, V x) {
        return f.reshape(x, 0, 0, heads, features / heads);
    }
}
