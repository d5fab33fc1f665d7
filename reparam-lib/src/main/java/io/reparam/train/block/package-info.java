/** What nets are made of, as DJL blocks: convolutions, norms, activations, poolings, heads. */
@NullMarked
package io.reparam.train.block;

import org.jspecify.annotations.NullMarked;
