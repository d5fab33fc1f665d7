/** Logits to the most probable classes. */
@NullMarked
package io.reparam.service.rank;

import org.jspecify.annotations.NullMarked;
