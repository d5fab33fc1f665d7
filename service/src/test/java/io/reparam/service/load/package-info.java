/** A load generator: closed loop, and open loop with Poisson arrivals. */
@NullMarked
package io.reparam.service.load;

import org.jspecify.annotations.NullMarked;
