package io.reparam.service.classify;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.ort.HostTensor;
import io.reparam.ort.Reals;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
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
     * @param rows inputs of both
     * @param random evenly distributed in [0, 1)
     */
    void follow(
            Lease lease,
            ServedVariant answering,
            List<HostTensor> rows,
            int count,
            double random,
            CompletableFuture<Ran<List<HostTensor>>> answer) {
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

    private record Comparison(
            Lease lease, ServedVariant answering, ServedVariant other, List<HostTensor> rows, int count) {}

    private void run(Comparison of, Ran<List<HostTensor>> answer) {
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

    private void compare(Comparison of, Ran<List<HostTensor>> answer, Ran<List<HostTensor>> shadow) {
        HostTensor one = answer.value().get(0);
        HostTensor two = shadow.value().get(0);
        if (one.type().isReal() && two.type().isReal() && one.shape().equals(two.shape())) {
            agreements(Reals.from(one), Reals.from(two), of);
        }
        listener.paired(Target.of(of.answering), Target.of(of.other), answer.runNanos(), shadow.runNanos());
    }

    private void agreements(FloatBuffer answer, FloatBuffer shadow, Comparison of) {
        int classes = answer.remaining() / of.count;
        for (int row = 0; row < of.count; row++) {
            boolean agree = best(answer, row, classes) == best(shadow, row, classes);
            listener.agreement(Target.of(of.other), agree);
        }
    }

    private static int best(FloatBuffer outputs, int row, int classes) {
        int from = outputs.position() + row * classes;
        int best = from;
        for (int i = from + 1; i < from + classes; i++) {
            if (outputs.get(i) > outputs.get(best)) {
                best = i;
            }
        }
        return best - from;
    }
}
