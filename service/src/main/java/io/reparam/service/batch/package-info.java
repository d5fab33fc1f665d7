/** Dynamic batching: one bounded queue, any number of threads that run what waits in it together. Knows no net and no image. */
@NullMarked
package io.reparam.service.batch;

import org.jspecify.annotations.NullMarked;
