/** What nets are made of, as DJL blocks: attention modules, their ASR form, residual blocks, architectures. */
@NullMarked
package io.reparam.train.block;

import org.jspecify.annotations.NullMarked;
