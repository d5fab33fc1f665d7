package io.reparam.service.classify;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.VariantClosedException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Runs images that one variant answered on another as well, after the answer and only while nothing waits, and tells how the two
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
     * Follows one run.
     *
     * @param image {@code [3][H][W]}, from position to limit
     * @param random evenly distributed in [0, 1)
     */
    void follow(
            ServedModel model,
            ServedVariant answering,
            TrafficPolicy policy,
            FloatBuffer image,
            double random,
            CompletableFuture<Ran<FloatBuffer>> answer) {
        TrafficPolicy.Shadow shadow = policy.shadow();
        if (shadow == null || shadow.variant().equals(answering.name()) || random >= shadow.share()) {
            return;
        }
        ServedVariant other = model.variant(shadow.variant());
        answer.thenAccept(ran -> run(answering, other, image, ran));
    }

    private void run(ServedVariant answering, ServedVariant other, FloatBuffer image, Ran<FloatBuffer> answer) {
        if (answering.queueDepth() > 0 || other.queueDepth() > 0 || !pending.tryAcquire()) {
            listener.shadowDropped(Target.of(other));
            return;
        }
        try {
            other.submit(image, 1, other.itemShape(), Deadline.after(PATIENCE), Priority.LOW)
                    .whenComplete((ran, failure) -> {
                        pending.release();
                        if (failure == null) {
                            boolean agree = best(answer.value()) == best(ran.value());
                            listener.compared(
                                    Target.of(answering), Target.of(other), agree, answer.runNanos(), ran.runNanos());
                        } else {
                            listener.shadowDropped(Target.of(other));
                        }
                    });
        } catch (ServiceException | VariantClosedException e) {
            pending.release();
            listener.shadowDropped(Target.of(other));
        }
    }

    private static int best(FloatBuffer logits) {
        int best = 0;
        for (int i = 1; i < logits.capacity(); i++) {
            if (logits.get(i) > logits.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
