/** The closed list of what can go wrong; no HTTP or gRPC type in it. */
@NullMarked
package io.reparam.service.error;

import org.jspecify.annotations.NullMarked;
