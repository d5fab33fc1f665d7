/** Tests. */
@NullMarked
package io.reparam.service.runtime;

import org.jspecify.annotations.NullMarked;
