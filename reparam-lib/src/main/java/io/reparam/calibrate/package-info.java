/** Finds the attention of nets that were trained with it: its gates, and what looks like a gate and is none. */
@NullMarked
package io.reparam.calibrate;

import org.jspecify.annotations.NullMarked;
