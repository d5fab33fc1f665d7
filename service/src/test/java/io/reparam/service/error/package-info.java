/** Tests. */
@NullMarked
package io.reparam.service.error;

import org.jspecify.annotations.NullMarked;
