/** Proves that two models compute the same, by running both; shares no code with what changed one of them. */
@NullMarked
package io.reparam.verify;

import org.jspecify.annotations.NullMarked;
