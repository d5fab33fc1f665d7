/** Computes constant branches with ONNX Runtime where the evaluator in float64 does not know an operator. */
@NullMarked
package io.reparam.ortfold;

import org.jspecify.annotations.NullMarked;
