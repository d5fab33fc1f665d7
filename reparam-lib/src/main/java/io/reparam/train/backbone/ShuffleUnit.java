package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.ActivationBlock;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Half of the channels pass (stride 1), or go through a depthwise and a 1x1 convolution (stride 2); the rest go through 1x1,
 * depthwise 3x3 and 1x1, then attention, before the last relu. Both are joined and their channels interleaved.
 *
 * @see <a href="https://arxiv.org/abs/1807.11164">Ma et al., ShuffleNet V2, figure 3</a>
 */
final class ShuffleUnit extends NetBlock {
    private static final int WINDOW = 3;

    private final int half;
    private final @Nullable Sequence left;
    private final Sequence right;
    private final NetBlock scale;
    private final FeatureMap output;

    ShuffleUnit(FeatureMap in, int channels, int stride, AttentionSites places) {
        half = channels / 2;
        FeatureMap rightIn = stride == 1 ? new FeatureMap(half, in.height(), in.width()) : in;
        ConvBatchNorm reduce = new ConvBatchNorm(rightIn, half, Geometry.square(1, 1));
        ConvBatchNorm depthwise = new ConvBatchNorm(
                reduce.output(), half, Geometry.square(WINDOW, stride).inGroups(half));
        ConvBatchNorm expand = new ConvBatchNorm(depthwise.output(), half, Geometry.square(1, 1));
        right = part(
                "right",
                new Sequence()
                        .then("reduce", reduce)
                        .then("relu", new ActivationBlock(Activation.RELU))
                        .then("depthwise", depthwise)
                        .then("expand", expand));
        scale = part("scale", places.at(AttentionSite.after(expand)));
        left = stride == 1 ? null : part("left", left(in, stride));
        output = new FeatureMap(
                channels, expand.output().height(), expand.output().width());
    }

    private Sequence left(FeatureMap in, int stride) {
        ConvBatchNorm depthwise = new ConvBatchNorm(
                in, in.channels(), Geometry.square(WINDOW, stride).inGroups(in.channels()));
        return new Sequence()
                .then("depthwise", depthwise)
                .then("expand", new ConvBatchNorm(depthwise.output(), half, Geometry.square(1, 1)))
                .then("relu", new ActivationBlock(Activation.RELU));
    }

    FeatureMap output() {
        return output;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V passing = left == null ? f.slice(x, 1, 0, half) : f.apply(left, x);
        V other = left == null ? f.slice(x, 1, half, 2 * half) : x;
        V y = f.activation(f.apply(scale, f.apply(right, other)), Activation.RELU);
        V halves = f.reshape(f.concat(1, List.of(passing, y)), 0, 2, half, -1);
        return f.reshape(f.transpose(halves, 0, 2, 1, 3), 0, output.channels(), output.height(), output.width());
    }
}
