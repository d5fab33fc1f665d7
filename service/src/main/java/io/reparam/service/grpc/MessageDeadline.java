package io.reparam.service.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Ends calls of one message whose message does not arrive in time. Streams may be idle: they hold no thread. */
@Component
@GlobalServerInterceptor
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class MessageDeadline implements ServerInterceptor, AutoCloseable {
    private final long nanos;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("grpc-message-deadline-"));

    MessageDeadline(@Value("${reparam.limits.body-timeout}") Duration timeout) {
        nanos = timeout.toNanos();
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        // the call's end belongs to whoever is first: the message or the timer
        AtomicBoolean settled = new AtomicBoolean();
        Future<?> late = timer.schedule(() -> end(call, settled), nanos, TimeUnit.NANOSECONDS);
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                if (settled.compareAndSet(false, true)) {
                    late.cancel(false);
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                late.cancel(false);
                super.onCancel();
            }
        };
    }

    private static void end(ServerCall<?, ?> call, AtomicBoolean settled) {
        if (settled.compareAndSet(false, true)) {
            call.close(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "the message took longer to arrive than it may; send it faster, or less"),
                    new Metadata());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
