/** Folds that let a layer before or after take in a factor, a summand or a norm. */
@NullMarked
package io.reparam.fold.absorb;

import org.jspecify.annotations.NullMarked;
