/** Tests. */
@NullMarked
package io.reparam.service.trace;

import org.jspecify.annotations.NullMarked;
