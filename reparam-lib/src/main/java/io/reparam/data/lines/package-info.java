/** Draws lines of text that stand upright or on their heads: a data set that anyone can make again. */
@NullMarked
package io.reparam.data.lines;

import org.jspecify.annotations.NullMarked;
