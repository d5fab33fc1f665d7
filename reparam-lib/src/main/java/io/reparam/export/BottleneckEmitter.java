package io.reparam.export;

import io.reparam.graph.Attributes;
import io.reparam.train.block.AttentionAlikeScale;
import io.reparam.train.block.Bottleneck;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.SingleOutputBlock;
import java.util.List;

/** Three convolutions, what scales them, {@code Add} of the shortcut, {@code Relu}. */
final class BottleneckEmitter implements BlockEmitter<Bottleneck> {
    @Override
    public String emit(Bottleneck block, String input, Emission out) {
        List<ConvBatchNorm> convolutions = block.convolutions();
        String value = input;
        for (int i = 0; i < convolutions.size(); i++) {
            value = out.child("conv" + (i + 1), convolutions.get(i), value);
            if (i < convolutions.size() - 1) {
                value = out.node("Relu", "relu" + (i + 1), Attributes.none(), value);
            }
        }
        for (SingleOutputBlock scale : block.scales()) {
            value = out.child(scale instanceof AttentionAlikeScale ? "asr" : "attention", scale, value);
        }
        String identity = block.shortcut()
                .map(shortcut -> out.child("shortcut", shortcut, input))
                .orElse(input);
        String sum = out.node("Add", "add", Attributes.none(), value, identity);
        return out.node("Relu", "relu3", Attributes.none(), sum);
    }
}
