/** Finds places in a graph, and answers what a rule asks of them: is it constant, who reads it, what rank has it. */
@NullMarked
package io.reparam.fold.match;

import org.jspecify.annotations.NullMarked;
