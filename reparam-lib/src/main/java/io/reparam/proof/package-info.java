/** Folds with proof: folded and original are compared before the folded model gets its name, and a certificate says how. */
@NullMarked
package io.reparam.proof;

import org.jspecify.annotations.NullMarked;
