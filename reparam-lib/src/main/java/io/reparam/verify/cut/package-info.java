/** Takes models apart at the tensors that both have. Reads ONNX by itself: what folds reads it with other code. */
@NullMarked
package io.reparam.verify.cut;

import org.jspecify.annotations.NullMarked;
