package io.reparam.service.classify;

import io.reparam.image.RgbImage;
import io.reparam.image.decode.DecodeWatch;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * How a caller waits.
 *
 * @param deadline after which it does not
 * @param priority whom it lets go first
 * @param cancellation tells if it goes away before
 */
public record CallTerms(Deadline deadline, Priority priority, Cancellation cancellation) {
    /** It waits for as long as it takes. */
    public static final CallTerms NONE = new CallTerms(Deadline.NONE, Priority.NORMAL, Cancellation.NEVER);

    /** The same with this deadline. */
    public CallTerms until(Deadline other) {
        return new CallTerms(other, priority, cancellation);
    }

    /** The same with this cancellation. */
    public CallTerms unless(Cancellation other) {
        return new CallTerms(deadline, priority, other);
    }

    /**
     * Waits for an answer; gives its place back if the caller stops waiting first.
     *
     * @param answer as {@link io.reparam.service.runtime.ServedVariant#submit} returned it
     * @throws ServiceException DEADLINE_EXCEEDED, CANCELLED, or NOT_READY if this thread is interrupted; what a run threw goes on
     *     as it is
     */
    <O> Ran<O> await(CompletableFuture<Ran<O>> answer) {
        try (Cancellation.Registration registration = cancellation.onCancel(() -> answer.cancel(true))) {
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

    /**
     * Decodes an image for this caller.
     *
     * @param decode stops when it is told that no time is left
     * @throws ServiceException CANCELLED if the caller went away; what decode threw otherwise
     */
    public RgbImage decode(Function<DecodeWatch, RgbImage> decode) {
        AtomicBoolean gone = new AtomicBoolean();
        try (Cancellation.Registration registration = cancellation.onCancel(() -> gone.set(true))) {
            return decode.apply(() -> gone.get() ? 0 : deadline.remaining(System.nanoTime()));
        } catch (ServiceException e) {
            if (gone.get() && e.kind() == ErrorKind.DEADLINE_EXCEEDED && !deadline.passed(System.nanoTime())) {
                throw new ServiceException(ErrorKind.CANCELLED, "the call was cancelled before it was answered");
            }
            throw e;
        }
    }

    private static ServiceException late() {
        return new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the answer was there");
    }
}
