package io.reparam.service.infer;

import io.reparam.service.classify.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts the requests of this protocol since the start, for each variant. Any number of threads may share it. */
@Component
public final class InferStatistics {
    /** Nanoseconds and counts; every compute count is {@code success}, because all are counted in one step. */
    public record Counts(
            long lastMillis,
            long rows,
            long success,
            long successNanos,
            long fail,
            long failNanos,
            long queueNanos,
            long inputNanos,
            long inferNanos,
            long outputNanos) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private final Map<Target, Counts> counts = new ConcurrentHashMap<>();

    public Counts of(TensorModel model) {
        return counts.getOrDefault(model.target(), Counts.NONE);
    }

    void succeeded(Target target, int rows, long nanos, RunTimes times) {
        long now = System.currentTimeMillis();
        counts.compute(target, (key, old) -> {
            Counts c = old == null ? Counts.NONE : old;
            return new Counts(
                    now,
                    c.rows + rows,
                    c.success + 1,
                    c.successNanos + nanos,
                    c.fail,
                    c.failNanos,
                    c.queueNanos + times.queue,
                    c.inputNanos + times.input,
                    c.inferNanos + times.infer,
                    c.outputNanos + times.output);
        });
    }

    void failed(Target target, long nanos) {
        counts.compute(target, (key, old) -> {
            Counts c = old == null ? Counts.NONE : old;
            return new Counts(
                    c.lastMillis,
                    c.rows,
                    c.success,
                    c.successNanos,
                    c.fail + 1,
                    c.failNanos + nanos,
                    c.queueNanos,
                    c.inputNanos,
                    c.inferNanos,
                    c.outputNanos);
        });
    }
}
