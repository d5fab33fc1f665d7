/** The wire form of gRPC. */
@NullMarked
package io.reparam.service.grpc;

import org.jspecify.annotations.NullMarked;
