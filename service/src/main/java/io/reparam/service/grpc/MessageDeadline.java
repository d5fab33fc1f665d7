package io.reparam.service.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Ends calls of one message whose message does not arrive in time, up to a tenth later. Streams may be idle: they hold no thread. A
 * look at all calls that wait, every now and then, costs a call less than a timer of its own, which wakes a thread.
 */
@Component
@GlobalServerInterceptor
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class MessageDeadline implements ServerInterceptor, AutoCloseable {
    private static final int LOOKS = 10;

    private final long nanos;
    /** The call's end belongs to whoever takes it out: its message, its caller or the time. */
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("grpc-message-deadline-"));

    MessageDeadline(@Value("${reparam.limits.body-timeout}") Duration timeout) {
        nanos = timeout.toNanos();
        timer.scheduleWithFixedDelay(this::endLate, nanos / LOOKS, nanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        Waiting mine = new Waiting(call, System.nanoTime());
        waiting.add(mine);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() {
                if (waiting.remove(mine)) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                waiting.remove(mine);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                waiting.remove(mine); // it was refused before its message came
                super.onComplete();
            }
        };
    }

    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // a concurrent set allows it
    private void endLate() {
        long now = System.nanoTime();
        for (Waiting call : waiting) {
            if (now - call.since >= nanos && waiting.remove(call)) {
                end(call.call);
            }
        }
    }

    private static void end(ServerCall<?, ?> call) {
        try {
            call.close(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "the message took longer to arrive than it may; send it faster, or less"),
                    new Metadata());
        } catch (IllegalStateException e) {
            // whoever refused it has closed it, and the looks go on
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Not a record: each is itself only. */
    private static final class Waiting {
        private final ServerCall<?, ?> call;
        private final long since;

        Waiting(ServerCall<?, ?> call, long since) {
            this.call = call;
            this.since = since;
        }
    }
}
