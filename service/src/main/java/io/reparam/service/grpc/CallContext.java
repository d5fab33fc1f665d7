package io.reparam.service.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.reparam.service.classify.CallTerms;
import io.reparam.service.classify.Cancellation;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the current call's client waits for. */
public final class CallContext {
    private CallContext() {}

    /**
     * A call may have waited for a thread longer than its client waits for it.
     *
     * @throws ServiceException DEADLINE_EXCEEDED or CANCELLED if nobody waits for the answer any more
     */
    public static void requireWanted() {
        Deadline deadline = Context.current().getDeadline();
        if (deadline != null && deadline.isExpired()) {
            throw new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the model ran");
        }
        if (Context.current().isCancelled()) {
            throw new ServiceException(ErrorKind.CANCELLED, "the call was cancelled before the model ran");
        }
    }

    /** Tells when the client of the current call is gone. */
    private static Cancellation cancellation() {
        Context context = Context.current();
        return action -> {
            Context.CancellationListener listener = gone -> action.run();
            context.addListener(listener, Runnable::run);
            return () -> context.removeListener(listener);
        };
    }

    /** How the client of the current call waits. */
    public static CallTerms terms() {
        CallTerms terms = CallTerms.NONE.unless(cancellation());
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? terms
                : terms.until(io.reparam.service.batch.Deadline.after(
                        Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS))));
    }
}
