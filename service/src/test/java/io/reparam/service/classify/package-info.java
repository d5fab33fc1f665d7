/** Tests. */
@NullMarked
package io.reparam.service.classify;

import org.jspecify.annotations.NullMarked;
