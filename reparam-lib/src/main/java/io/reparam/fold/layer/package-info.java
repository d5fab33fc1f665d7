/** Layers of known weights and norms: which factor and summand a channel can take, and what that changes. */
@NullMarked
package io.reparam.fold.layer;

import org.jspecify.annotations.NullMarked;
