/** Tests. */
@NullMarked
package io.reparam.service.decode;

import org.jspecify.annotations.NullMarked;
