/** The Open Inference Protocol over gRPC. */
@NullMarked
package io.reparam.service.grpc.v2;

import org.jspecify.annotations.NullMarked;
