package io.reparam.service;

import io.grpc.Status;
import io.reparam.service.error.ErrorKind;

/** What each transport calls a failure, written down a second time: the table of README.md. */
public final class TransportCodes {
    private TransportCodes() {}

    public static int http(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST, BAD_IMAGE -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case TOO_SLOW -> 408;
            case UNSUPPORTED_MEDIA -> 415;
            case TOO_LARGE -> 413;
            case UNKNOWN_MODEL, UNKNOWN_VARIANT -> 404;
            case OVERLOADED -> 429;
            case DEADLINE_EXCEEDED -> 504;
            case CANCELLED, NOT_READY -> 503;
            case INTERNAL -> 500;
        };
    }

    public static Status.Code grpc(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST, BAD_IMAGE, UNSUPPORTED_MEDIA -> Status.Code.INVALID_ARGUMENT;
            case TOO_LARGE, OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
            case UNKNOWN_MODEL, UNKNOWN_VARIANT -> Status.Code.NOT_FOUND;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case FORBIDDEN -> Status.Code.PERMISSION_DENIED;
            case DEADLINE_EXCEEDED, TOO_SLOW -> Status.Code.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.Code.CANCELLED;
            case NOT_READY -> Status.Code.UNAVAILABLE;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }
}
