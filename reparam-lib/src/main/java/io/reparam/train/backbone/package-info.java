/** Architectures: each builds a net of blocks, with places for attention. */
@NullMarked
package io.reparam.train.backbone;

import org.jspecify.annotations.NullMarked;
