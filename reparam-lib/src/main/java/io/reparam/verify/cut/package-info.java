/** Takes models apart at the tensors that both have. Reads ONNX by itself, so that it does not share the mistakes of what folds. */
@NullMarked
package io.reparam.verify.cut;

import org.jspecify.annotations.NullMarked;
