package io.reparam.service.access;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.stereotype.Component;

/** Asks each call for a key, in the headers of the same names as over HTTP. What probes ask stays open; a list of names is use. */
@Component
@GlobalServerInterceptor
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class ApiKeyInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> KEY = header(ApiKeys.HEADER);
    private static final Metadata.Key<String> AUTHORIZATION = header(ApiKeys.AUTHORIZATION);
    private static final Set<String> OPEN = Set.of(
            "grpc.health.v1.Health/Check",
            "grpc.health.v1.Health/Watch",
            "inference.GRPCInferenceService/ServerLive",
            "inference.GRPCInferenceService/ServerReady",
            "inference.GRPCInferenceService/ModelReady");
    private static final Set<String> CONTROL = Set.of(
            "inference.GRPCInferenceService/RepositoryModelLoad",
            "inference.GRPCInferenceService/RepositoryModelUnload");

    private final ApiKeys keys;

    ApiKeyInterceptor(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ApiKeys.Purpose purpose = purpose(call.getMethodDescriptor().getFullMethodName());
        try {
            keys.require(purpose, headers.get(AUTHORIZATION), headers.get(KEY));
        } catch (ServiceException e) {
            Status status = e.kind() == ErrorKind.FORBIDDEN ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
            call.close(status.withDescription(e.getMessage()), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    private static ApiKeys.Purpose purpose(String method) {
        if (CONTROL.contains(method)) {
            return ApiKeys.Purpose.CONTROL;
        }
        return OPEN.contains(method) ? ApiKeys.Purpose.PROBE : ApiKeys.Purpose.USE;
    }

    private static Metadata.Key<String> header(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
