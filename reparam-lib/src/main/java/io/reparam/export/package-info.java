/** Trained blocks to an ONNX graph: one emitter a kind of block. */
@NullMarked
package io.reparam.export;

import org.jspecify.annotations.NullMarked;
