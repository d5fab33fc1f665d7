/** The Open Inference Protocol over gRPC. */
@NullMarked
package io.reparam.service.grpc.inference;

import org.jspecify.annotations.NullMarked;
