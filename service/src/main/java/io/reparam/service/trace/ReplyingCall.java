package io.reparam.service.trace;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.Consumer;

/** Adds to the headers of an answer, or to the trailers of one that fails before it has any. */
class ReplyingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Consumer<Metadata> addition;
    private boolean added;

    ReplyingCall(ServerCall<Q, A> call, Consumer<Metadata> addition) {
        super(call);
        this.addition = addition;
    }

    static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public void sendHeaders(Metadata headers) {
        addition.accept(headers);
        added = true;
        super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!added) {
            addition.accept(trailers);
        }
        super.close(status, trailers);
    }
}
