/**
 * Takes attention out of nets that were trained with it: finds the gates, replaces them by constants measured on images, keeps
 * to a budget, and says what was lost.
 */
@NullMarked
package io.reparam.calibrate;

import org.jspecify.annotations.NullMarked;
