package io.reparam.export;

import io.reparam.graph.Attributes;
import io.reparam.train.block.ClassifierHead;

/** {@code GlobalAveragePool -> Flatten -> Gemm}. */
final class ClassifierHeadEmitter implements BlockEmitter<ClassifierHead> {
    @Override
    public String emit(ClassifierHead block, String input, Emission out) {
        String pooled = out.node("GlobalAveragePool", "pool", Attributes.none(), input);
        String flat = out.node("Flatten", "flatten", Attributes.none(), pooled);
        return out.logits(
                "Gemm",
                "linear",
                Attributes.none().withInt("transB", 1),
                flat,
                out.weight("linear.weight", block.linear(), "weight"),
                out.weight("linear.bias", block.linear(), "bias"));
    }
}
