/** Attention modules, their ASR form, and where they stand in a net. */
@NullMarked
package io.reparam.train.attention;

import org.jspecify.annotations.NullMarked;
