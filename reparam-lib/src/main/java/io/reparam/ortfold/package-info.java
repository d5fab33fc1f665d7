/** Computes constant branches with ONNX Runtime where {@code fold.eval} does not know an operator. */
@NullMarked
package io.reparam.ortfold;

import org.jspecify.annotations.NullMarked;
