/** Tests. */
@NullMarked
package io.reparam.service.grpc;

import org.jspecify.annotations.NullMarked;
