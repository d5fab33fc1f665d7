package io.reparam.export;

import ai.djl.nn.core.Linear;
import io.reparam.graph.Attributes;
import io.reparam.train.block.SqueezeExcitation;

/**
 * {@code GlobalAveragePool -> Conv 1x1 -> Relu -> Conv 1x1 -> Sigmoid}. The fully connected layers are written as 1x1
 * convolutions, which needs no reshaping around them.
 */
final class SqueezeExcitationEmitter implements BlockEmitter<SqueezeExcitation> {
    @Override
    public String emit(SqueezeExcitation block, String input, Emission out) {
        String pooled = out.node("GlobalAveragePool", "pool", Attributes.none(), input);
        String reduced = pointwise("reduce", block.reduce(), pooled, out);
        String hidden = out.node("Relu", "relu", Attributes.none(), reduced);
        String expanded = pointwise("expand", block.expand(), hidden, out);
        return out.node("Sigmoid", "sigmoid", Attributes.none(), expanded);
    }

    private static String pointwise(String name, Linear linear, String input, Emission out) {
        long[] dims = linear.getDirectParameters().get("weight").getShape().getShape();
        return out.node(
                "Conv",
                name,
                Attributes.none().withInts("kernel_shape", 1, 1),
                input,
                out.weight(name + ".weight", linear, "weight", dims[0], dims[1], 1, 1),
                out.weight(name + ".bias", linear, "bias"));
    }
}
