/** ONNX Runtime: the sole owner of its native handles. */
@NullMarked
package io.reparam.ort;

import org.jspecify.annotations.NullMarked;
