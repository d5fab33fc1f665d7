package io.reparam.service.trace;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.stereotype.Component;

/** Names each gRPC call, before anything else sees it. At DEBUG, its end is a line in the log. */
@Component
@GlobalServerInterceptor
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestIdInterceptor.class);
    private static final Metadata.Key<String> HEADER = ReplyingCall.key(RequestId.HEADER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        RequestId id = RequestId.of(headers.get(HEADER));
        long start = System.nanoTime();
        ServerCall<Q, A> named = new ReplyingCall<>(call, reply -> reply.put(HEADER, id.text())) {
            @Override
            public void close(Status status, Metadata trailers) {
                if (LOG.isDebugEnabled()) {
                    under(
                            id,
                            () -> LOG.debug(
                                    "{}: {} after {} us",
                                    getMethodDescriptor().getFullMethodName(),
                                    status.getCode(),
                                    TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start)));
                }
                super.close(status, trailers);
            }
        };
        MDC.put(RequestId.LOG_KEY, id.text());
        try {
            return new NamedListener<>(next.startCall(named, headers), id);
        } finally {
            MDC.remove(RequestId.LOG_KEY);
        }
    }

    /** Each event of a call may come on another thread. */
    private static final class NamedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final RequestId id;

        NamedListener(ServerCall.Listener<Q> listener, RequestId id) {
            super(listener);
            this.id = id;
        }

        @Override
        public void onMessage(Q message) {
            under(id, () -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            under(id, super::onHalfClose);
        }

        @Override
        public void onCancel() {
            under(id, super::onCancel);
        }

        @Override
        public void onComplete() {
            under(id, super::onComplete);
        }
    }

    private static void under(RequestId id, Runnable work) {
        String before = MDC.get(RequestId.LOG_KEY);
        MDC.put(RequestId.LOG_KEY, id.text());
        try {
            work.run();
        } finally {
            if (before == null) {
                MDC.remove(RequestId.LOG_KEY);
            } else {
                MDC.put(RequestId.LOG_KEY, before);
            }
        }
    }
}
