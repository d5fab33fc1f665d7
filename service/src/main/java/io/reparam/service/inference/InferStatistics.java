package io.reparam.service.inference;

import io.reparam.service.classify.Call;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts the requests of this protocol since the start, for each variant. Any number of threads may share it. */
@Component
public final class InferStatistics {
    /** How often, and for how long in all. */
    public record Timed(long count, long nanos) {
        static final Timed NONE = new Timed(0, 0);

        Timed plus(long more) {
            return new Timed(count + 1, nanos + more);
        }
    }

    /**
     * What happened so far; the counts of success, queue, input, infer and output are equal, because they grow in one step.
     *
     * @param lastMillis of the last success, since 1970
     * @param rows of all that succeeded
     * @param executions of the net for them; of one that several requests shared, each has its part
     * @param input decoding and preprocessing
     */
    public record Counts(
            long lastMillis,
            long rows,
            double executions,
            Timed success,
            Timed fail,
            Timed queue,
            Timed input,
            Timed infer,
            Timed output) {
        static final Counts NONE =
                new Counts(0, 0, 0, Timed.NONE, Timed.NONE, Timed.NONE, Timed.NONE, Timed.NONE, Timed.NONE);

        private Counts succeeded(Call call, int moreRows, double moreExecutions) {
            return new Counts(
                    System.currentTimeMillis(),
                    rows + moreRows,
                    executions + moreExecutions,
                    success.plus(call.elapsedNanos()),
                    fail,
                    queue.plus(call.nanos(Stage.QUEUE)),
                    input.plus(call.nanos(Stage.DECODE) + call.nanos(Stage.PREPROCESS)),
                    infer.plus(call.nanos(Stage.INFER)),
                    output.plus(call.nanos(Stage.POSTPROCESS)));
        }

        private Counts failed(long took) {
            return new Counts(lastMillis, rows, executions, success, fail.plus(took), queue, input, infer, output);
        }
    }

    private final Map<Target, Counts> counts = new ConcurrentHashMap<>();

    Counts of(Target target) {
        return counts.getOrDefault(target, Counts.NONE);
    }

    /** @param executions of the net; of one that several requests shared, the part of this one */
    void succeeded(Target target, Call call, int rows, double executions) {
        counts.compute(target, (key, old) -> (old == null ? Counts.NONE : old).succeeded(call, rows, executions));
    }

    void failed(Target target, long nanos) {
        counts.compute(target, (key, old) -> (old == null ? Counts.NONE : old).failed(nanos));
    }
}
