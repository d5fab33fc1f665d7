package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * {@code relu(attention(branch(x)) + shortcut(x))}; the shortcut is a 1x1 convolution where size or channels change.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning</a>
 */
final class Residual extends NetBlock {
    private final Sequence branch;
    private final NetBlock scale;
    private final @Nullable ConvBatchNorm shortcut;
    private final FeatureMap output;

    /**
     * @param in size of the input
     * @param branch ends in a normalization
     * @param place at the branch's end
     * @param stride of the branch
     */
    Residual(FeatureMap in, Sequence branch, AttentionSite place, int stride, AttentionSites places) {
        this.branch = part("branch", branch);
        this.scale = part("scale", places.at(place));
        output = place.map();
        shortcut = stride == 1 && in.channels() == output.channels()
                ? null
                : part("shortcut", new ConvBatchNorm(in, output.channels(), Geometry.square(1, stride)));
    }

    FeatureMap output() {
        return output;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V y = f.apply(scale, f.apply(branch, x));
        V identity = shortcut == null ? x : f.apply(shortcut, x);
        return f.activation(f.add(y, identity), Activation.RELU);
    }
}
