/** Trained blocks to an ONNX graph: what a block computes on tensors it computes on operators that write nodes. */
@NullMarked
package io.reparam.export;

import org.jspecify.annotations.NullMarked;
