/** The folds, one a file: algebra, refusals and rewrite. */
@NullMarked
package io.reparam.fold.rule;

import org.jspecify.annotations.NullMarked;
