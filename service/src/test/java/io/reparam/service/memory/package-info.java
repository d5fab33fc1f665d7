/** Tests. */
@NullMarked
package io.reparam.service.memory;

import org.jspecify.annotations.NullMarked;
