/** Tests. */
@NullMarked
package io.reparam.service.rank;

import org.jspecify.annotations.NullMarked;
