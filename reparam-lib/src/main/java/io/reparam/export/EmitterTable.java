package io.reparam.export;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import io.reparam.train.block.AttentionAlikeScale;
import io.reparam.train.block.Bottleneck;
import io.reparam.train.block.ChannelAttention;
import io.reparam.train.block.ClassifierHead;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.Relu;
import io.reparam.train.block.SqueezeExcitation;
import java.util.HashMap;
import java.util.Map;

/** Which emitter writes which kind of block. */
final class EmitterTable {
    private final Map<Class<?>, BlockEmitter<Block>> emitters = new HashMap<>();

    /** Every kind of block that can be trained here. */
    static EmitterTable standard() {
        return new EmitterTable()
                .with(SequentialBlock.class, new SequenceEmitter())
                .with(ConvBatchNorm.class, new ConvBatchNormEmitter())
                .with(Relu.class, new ReluEmitter())
                .with(Bottleneck.class, new BottleneckEmitter())
                .with(AttentionAlikeScale.class, new AttentionAlikeScaleEmitter())
                .with(ChannelAttention.class, new ChannelAttentionEmitter())
                .with(SqueezeExcitation.class, new SqueezeExcitationEmitter())
                .with(ClassifierHead.class, new ClassifierHeadEmitter());
    }

    <B extends Block> EmitterTable with(Class<B> kind, BlockEmitter<? super B> emitter) {
        emitters.put(kind, (block, input, out) -> emitter.emit(kind.cast(block), input, out));
        return this;
    }

    /** @throws IllegalArgumentException if there is no emitter for the block */
    String emit(Block block, String input, Emission out) {
        BlockEmitter<Block> emitter = emitters.get(block.getClass());
        if (emitter == null) {
            throw new IllegalArgumentException(
                    "no emitter writes a " + block.getClass().getName() + " as ONNX");
        }
        return emitter.emit(block, input, out);
    }
}
