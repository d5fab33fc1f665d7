/** Folds constant parts of a graph into its weights: what a fold is, the order of folds, and the report. */
@NullMarked
package io.reparam.fold;

import org.jspecify.annotations.NullMarked;
