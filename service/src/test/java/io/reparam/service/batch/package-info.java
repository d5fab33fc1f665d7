/** Tests. */
@NullMarked
package io.reparam.service.batch;

import org.jspecify.annotations.NullMarked;
