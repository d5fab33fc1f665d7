package io.reparam.service.classify;

import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * For how long a caller waits.
 *
 * @param deadline after which it does not
 * @param cancellation tells if it goes away before
 */
public record CallTerms(Deadline deadline, Cancellation cancellation) {
    /** It waits for as long as it takes. */
    public static final CallTerms NONE = new CallTerms(Deadline.NONE, Cancellation.NEVER);

    /** It waits so long from now on. */
    public static CallTerms within(Duration timeout, Cancellation cancellation) {
        return new CallTerms(Deadline.after(timeout), cancellation);
    }

    /** It waits until it goes away. */
    public static CallTerms until(Cancellation cancellation) {
        return new CallTerms(Deadline.NONE, cancellation);
    }

    /**
     * Waits for an answer; gives its place back if the caller stops waiting first.
     *
     * @param answer as {@link io.reparam.service.runtime.ServedVariant#submit} returned it
     * @throws ServiceException DEADLINE_EXCEEDED, CANCELLED, or NOT_READY if this thread is interrupted; what a run threw goes on
     *     as it is
     */
    public <O> Ran<O> await(CompletableFuture<Ran<O>> answer) {
        cancellation.onCancel(() -> answer.cancel(true));
        try {
            return answer.get(deadline.remaining(System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw late();
        } catch (CancellationException e) {
            throw deadline.passed(System.nanoTime())
                    ? late()
                    : new ServiceException(ErrorKind.CANCELLED, "the call was cancelled before it was answered");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a run failed", e.getCause());
        }
    }

    private static ServiceException late() {
        return new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the answer was there");
    }
}
