/** Data sets: reading, fingerprint, order, augmentation, batches. */
@NullMarked
package io.reparam.data;

import org.jspecify.annotations.NullMarked;
