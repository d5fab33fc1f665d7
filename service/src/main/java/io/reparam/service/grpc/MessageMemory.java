package io.reparam.service.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.reparam.service.memory.RequestMemory;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of messages as they arrive, before anybody asks for them: a client may have any number of calls under way, each
 * with a message that is not complete. A call whose bytes find no room ends. Called by the threads of the connections, which must not
 * wait.
 */
final class MessageMemory extends ServerStreamTracer {
    private static final Status FULL =
            Status.RESOURCE_EXHAUSTED.withDescription("too many large messages are being read; try again in a second");

    private static final Context.Key<MessageMemory> KEY = Context.key("message-memory");

    private final RequestMemory.Share share;
    private volatile @Nullable ServerCall<?, ?> call;
    private volatile boolean full;
    private long message;

    private MessageMemory(RequestMemory.Share share) {
        this.share = share;
    }

    static ServerStreamTracer.Factory factory(RequestMemory memory) {
        return new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                return new MessageMemory(memory.open());
            }
        };
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    /** Lets the current call be ended once its message finds no room. */
    static void watch(ServerCall<?, ?> started) {
        MessageMemory memory = KEY.get();
        if (memory != null) {
            memory.call = started;
            memory.endIfFull();
        }
    }

    /** Of a stream, the messages before it were taken. */
    @Override
    public void inboundMessage(int number) {
        share.giveBack(message);
        message = 0;
    }

    @Override
    public void inboundWireSize(long bytes) {
        if (share.tryTake(bytes)) {
            message += bytes;
        } else {
            full = true;
            endIfFull();
        }
    }

    @Override
    public void streamClosed(Status status) {
        share.close();
    }

    private void endIfFull() {
        ServerCall<?, ?> known = call;
        if (full && known != null) {
            full = false;
            // not here: the message is in the middle of being put together
            ForkJoinPool.commonPool().execute(() -> end(known));
        }
    }

    private static void end(ServerCall<?, ?> call) {
        try {
            call.close(FULL, new Metadata());
        } catch (IllegalStateException e) {
            // it has ended already
        }
    }
}
