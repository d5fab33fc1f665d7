package io.reparam.service.grpc;

import io.grpc.CompressorRegistry;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.stereotype.Component;

/**
 * Answers in the compression that the request came in. What a client can read says nothing about what it wants: all of them list
 * gzip, and compressing tensors costs more than it saves on most networks.
 */
@Component
@GlobalServerInterceptor
final class MirroredCompression implements ServerInterceptor {
    private static final Metadata.Key<String> ENCODING =
            Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

    private final CompressorRegistry compressors;

    MirroredCompression(CompressorRegistry compressors) {
        this.compressors = compressors;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        @Nullable String encoding = headers.get(ENCODING);
        if (encoding != null && compressors.lookupCompressor(encoding) != null) {
            call.setCompression(encoding);
        }
        return next.startCall(call, headers);
    }
}
