/** Computes constant branches of a graph, in float64. */
@NullMarked
package io.reparam.fold.eval;

import org.jspecify.annotations.NullMarked;
