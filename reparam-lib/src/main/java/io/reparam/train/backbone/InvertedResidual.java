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

/**
 * 1x1 to more channels, depthwise kxk, 1x1 back: {@code [N, inC, H, W] -> [N, outC, H/stride, W/stride]}, added to the input
 * where size and channels are the same. Attention stands after the last norm (MobileNetV2), or between the depthwise
 * convolution's activation and the last convolution, which takes ASR in (MobileNetV3).
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler et al., MobileNetV2</a>
 */
final class InvertedResidual extends NetBlock {
    private final Sequence steps = new Sequence();
    private final boolean residual;
    private final FeatureMap output;

    /** Where attention stands. */
    enum Attention {
        NONE,
        INSIDE,
        LAST
    }

    /** @param inner channels between the two 1x1 convolutions; the first is left out where they are the input's */
    InvertedResidual(
            FeatureMap in,
            int inner,
            int out,
            Geometry window,
            Activation activation,
            Attention attention,
            AttentionSites places) {
        FeatureMap map = in;
        if (inner != in.channels()) {
            map = add("expand", new ConvBatchNorm(map, inner, Geometry.square(1, 1)));
            steps.then("expandActivation", new ActivationBlock(activation));
        }
        map = add("depthwise", new ConvBatchNorm(map, inner, window.inGroups(inner)));
        steps.then("depthwiseActivation", new ActivationBlock(activation));
        if (attention == Attention.INSIDE) {
            steps.then("scale", places.at(new AttentionSite(map, false, List.of())));
        }
        ConvBatchNorm project = new ConvBatchNorm(map, out, Geometry.square(1, 1));
        output = add("project", project);
        if (attention == Attention.LAST) {
            steps.then("scale", places.at(AttentionSite.after(project)));
        }
        part("steps", steps);
        residual = output.equals(in);
    }

    private FeatureMap add(String name, ConvBatchNorm layer) {
        steps.then(name, layer);
        return layer.output();
    }

    FeatureMap output() {
        return output;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V y = f.apply(steps, x);
        return residual ? f.add(x, y) : y;
    }
}
