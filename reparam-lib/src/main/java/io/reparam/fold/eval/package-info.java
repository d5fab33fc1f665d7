/** Computes constant branches of a graph: in float64, or rounded node by node as the graph's own types are. */
@NullMarked
package io.reparam.fold.eval;

import org.jspecify.annotations.NullMarked;
