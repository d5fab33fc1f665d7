/** Finds places in a graph, and answers what a rule asks of them: is a value constant, who reads it, how many dimensions does it have. */
@NullMarked
package io.reparam.fold.match;

import org.jspecify.annotations.NullMarked;
