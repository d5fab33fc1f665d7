package io.reparam.export;

import ai.djl.nn.Block;

/**
 * Writes one kind of block as ONNX nodes, as it computes in evaluation mode.
 *
 * @param <B> the kind of block
 */
@FunctionalInterface
interface BlockEmitter<B extends Block> {

    /**
     * @param block initialised
     * @param input name of the value that goes in
     * @param out where nodes and weights go, named after the block
     * @return name of the value that comes out
     */
    String emit(B block, String input, Emission out);
}
