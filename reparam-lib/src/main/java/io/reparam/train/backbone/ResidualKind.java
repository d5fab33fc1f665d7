package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSite;
import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.ActivationBlock;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.Sequence;

/** The two residual blocks of the ResNets. */
enum ResidualKind {
    /** 3x3, 3x3. */
    BASIC(1),
    /** 1x1, 3x3, 1x1; four times as many channels outside as inside. */
    BOTTLENECK(4);

    private final int expansion;

    ResidualKind(int expansion) {
        this.expansion = expansion;
    }

    /**
     * @param in size of the input
     * @param planes inner channels
     * @param stride of the 3x3 convolution, the first of two
     */
    Residual block(FeatureMap in, int planes, int stride, AttentionSites places) {
        Sequence branch = new Sequence();
        ConvBatchNorm last;
        if (this == BASIC) {
            ConvBatchNorm first = new ConvBatchNorm(in, planes, Geometry.square(3, stride));
            last = new ConvBatchNorm(first.output(), planes, Geometry.square(3, 1));
            branch.then("conv1", first)
                    .then("relu1", new ActivationBlock(Activation.RELU))
                    .then("conv2", last);
        } else {
            ConvBatchNorm reduce = new ConvBatchNorm(in, planes, Geometry.square(1, 1));
            ConvBatchNorm spatial = new ConvBatchNorm(reduce.output(), planes, Geometry.square(3, stride));
            last = new ConvBatchNorm(spatial.output(), planes * expansion, Geometry.square(1, 1));
            branch.then("conv1", reduce)
                    .then("relu1", new ActivationBlock(Activation.RELU))
                    .then("conv2", spatial)
                    .then("relu2", new ActivationBlock(Activation.RELU))
                    .then("conv3", last);
        }
        return new Residual(in, branch, AttentionSite.after(last), stride, places);
    }
}
