/** What operators are, and what element types, shapes and small values they make: one table and one inference for all that ask. */
@NullMarked
package io.reparam.fold.shape;

import org.jspecify.annotations.NullMarked;
