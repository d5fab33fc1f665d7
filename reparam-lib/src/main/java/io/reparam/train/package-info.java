/** Training: plan, loop, checkpoints. */
@NullMarked
package io.reparam.train;

import org.jspecify.annotations.NullMarked;
