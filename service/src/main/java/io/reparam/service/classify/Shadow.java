package io.reparam.service.classify;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Runs requests that one variant answered on another as well, after the answer and only while nothing waits, and tells how the two
 * compare. Any number of threads may share it.
 */
@Component
final class Shadow {
    private static final int MOST_PENDING = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final VariantListener listener;
    private final Semaphore pending = new Semaphore(MOST_PENDING);

    Shadow(VariantListener listener) {
        this.listener = listener;
    }

    /**
     * Follows one run; an answer that fails has no shadow.
     *
     * @param lease open; the shadow takes one of its own
     * @param rows of both, from position to limit
     * @param random evenly distributed in [0, 1)
     */
    void follow(
            Lease lease,
            ServedVariant answering,
            FloatBuffer rows,
            int count,
            double random,
            CompletableFuture<Ran<FloatBuffer>> answer) {
        TrafficPolicy.Shadow shadow = lease.model().traffic().shadow();
        if (shadow == null || shadow.variant().equals(answering.name()) || random >= shadow.share()) {
            return;
        }
        Lease own = lease.another();
        Comparison comparison = new Comparison(own, answering, own.variant(shadow.variant()), rows, count);
        answer.whenComplete((ran, failure) -> {
            if (failure == null) {
                run(comparison, ran);
            } else {
                own.close();
            }
        });
    }

    private record Comparison(Lease lease, ServedVariant answering, ServedVariant other, FloatBuffer rows, int count) {}

    private void run(Comparison of, Ran<FloatBuffer> answer) {
        Target shadow = Target.of(of.other);
        if (of.answering.queueDepth() > 0 || of.other.queueDepth() > 0 || !pending.tryAcquire()) {
            of.lease.close();
            listener.shadowDropped(shadow);
            return;
        }
        try {
            of.other
                    .submit(of.rows, of.count, Deadline.after(PATIENCE), Priority.BACKGROUND)
                    .whenComplete((ran, failure) -> {
                        done(of);
                        if (failure == null) {
                            compare(of, answer, ran);
                        } else {
                            listener.shadowDropped(shadow);
                        }
                    });
        } catch (ServiceException e) {
            done(of);
            listener.shadowDropped(shadow);
        }
    }

    private void done(Comparison of) {
        pending.release();
        of.lease.close();
    }

    private void compare(Comparison of, Ran<FloatBuffer> answer, Ran<FloatBuffer> shadow) {
        int classes = answer.value().capacity() / of.count;
        for (int row = 0; row < of.count; row++) {
            boolean agree = best(answer.value(), row, classes) == best(shadow.value(), row, classes);
            listener.agreement(Target.of(of.other), agree);
        }
        listener.paired(Target.of(of.answering), Target.of(of.other), answer.runNanos(), shadow.runNanos());
    }

    private static int best(FloatBuffer outputs, int row, int classes) {
        int best = row * classes;
        for (int i = best + 1; i < (row + 1) * classes; i++) {
            if (outputs.get(i) > outputs.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
