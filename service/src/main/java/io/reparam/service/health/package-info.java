/** Whether the models are ready, for REST and gRPC alike. */
@NullMarked
package io.reparam.service.health;

import org.jspecify.annotations.NullMarked;
