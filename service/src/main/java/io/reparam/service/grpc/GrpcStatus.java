package io.reparam.service.grpc;

import io.grpc.Status;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;

/** Failures as gRPC codes. */
public final class GrpcStatus {
    private GrpcStatus() {}

    public static Status of(ServiceException e) {
        return of(e.kind()).withDescription(e.getMessage());
    }

    private static Status of(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST, BAD_IMAGE, UNSUPPORTED_MEDIA -> Status.INVALID_ARGUMENT;
            case TOO_LARGE, OVERLOADED -> Status.RESOURCE_EXHAUSTED;
            case UNKNOWN_MODEL, UNKNOWN_VARIANT -> Status.NOT_FOUND;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case DEADLINE_EXCEEDED, TOO_SLOW -> Status.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.CANCELLED;
            case NOT_READY -> Status.UNAVAILABLE;
            case INTERNAL -> Status.INTERNAL;
        };
    }
}
