/** The list of folds, in order. */
@NullMarked
package io.reparam.fold.rule;

import org.jspecify.annotations.NullMarked;
