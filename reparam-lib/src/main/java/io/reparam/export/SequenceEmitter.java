package io.reparam.export;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;

/** One block after the other. */
final class SequenceEmitter implements BlockEmitter<SequentialBlock> {
    @Override
    public String emit(SequentialBlock block, String input, Emission out) {
        String value = input;
        for (Pair<String, Block> child : block.getChildren()) {
            value = out.child(child.getKey(), child.getValue(), value);
        }
        return value;
    }
}
