package io.reparam.export;

import ai.djl.nn.norm.BatchNorm;
import io.reparam.graph.Attributes;
import io.reparam.train.block.ConvBatchNorm;

/** {@code Conv -> BatchNormalization}. */
final class ConvBatchNormEmitter implements BlockEmitter<ConvBatchNorm> {
    @Override
    public String emit(ConvBatchNorm block, String input, Emission out) {
        int k = block.kernel();
        int s = block.stride();
        int p = block.padding();
        Attributes geometry = Attributes.none()
                .withInts("kernel_shape", k, k)
                .withInts("strides", s, s)
                .withInts("pads", p, p, p, p);
        String conv = out.node("Conv", "conv", geometry, input, out.weight("conv.weight", block.conv(), "weight"));

        BatchNorm norm = block.norm();
        return out.node(
                "BatchNormalization",
                "norm",
                Attributes.none().withFloat("epsilon", ConvBatchNorm.EPSILON),
                conv,
                out.weight("norm.gamma", norm, "gamma"),
                out.weight("norm.beta", norm, "beta"),
                out.weight("norm.mean", norm, "runningMean"),
                out.weight("norm.var", norm, "runningVar"));
    }
}
