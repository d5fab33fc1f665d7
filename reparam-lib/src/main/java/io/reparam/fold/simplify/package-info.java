/** Folds that tidy a graph: what is constant is computed, what changes nothing goes. */
@NullMarked
package io.reparam.fold.simplify;

import org.jspecify.annotations.NullMarked;
