/** Folds that make one node of several: parallel sums, chains of layers, chains of constants. */
@NullMarked
package io.reparam.fold.merge;

import org.jspecify.annotations.NullMarked;
