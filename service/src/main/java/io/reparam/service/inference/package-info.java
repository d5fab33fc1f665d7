/** Tensors in, tensors out: the sibling of {@code classify} for the Open Inference Protocol, without its wire forms. */
@NullMarked
package io.reparam.service.inference;

import org.jspecify.annotations.NullMarked;
