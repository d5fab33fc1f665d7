/** Takes attention out of nets that were trained with it: finds gates, watches them, makes constants of them, and measures the loss. */
@NullMarked
package io.reparam.calibrate;

import org.jspecify.annotations.NullMarked;
