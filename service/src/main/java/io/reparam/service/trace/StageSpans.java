package io.reparam.service.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each stage, below the span of its request, and tells everything on to another listener. A request is told by one
 * thread, in the order of its stages. Any number of threads may share it.
 */
final class StageSpans implements ClassifyListener {
    private final ClassifyListener next;
    private final Tracer tracer;
    private final Clock clock;
    private final ThreadLocal<List<Finished>> finished = ThreadLocal.withInitial(ArrayList::new);

    private record Finished(Stage stage, long heardNanos, long tookNanos) {}

    StageSpans(ClassifyListener next, Tracer tracer, Clock clock) {
        this.next = next;
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public void requestReceived(Protocol protocol) {
        next.requestReceived(protocol);
    }

    @Override
    public void stageDone(Target target, Protocol protocol, Stage stage, long nanos) {
        next.stageDone(target, protocol, stage, nanos);
        finished.get().add(new Finished(stage, System.nanoTime(), nanos));
    }

    @Override
    public void requestDone(Target target, Protocol protocol, @Nullable ErrorKind failure, long nanos) {
        next.requestDone(target, protocol, failure, nanos);
        List<Finished> stages = finished.get();
        finished.remove();
        Span request = tracer.currentSpan();
        if (request == null || request.isNoop()) {
            return; // not sampled
        }
        request.tag("reparam.model", target.model())
                .tag("reparam.version", target.version())
                .tag("reparam.variant", target.variant())
                .tag("reparam.provider", target.provider())
                .tag("reparam.outcome", failure == null ? "ok" : failure.label());
        spans(request, stages);
    }

    /** From the last stage to the first, because several may be told at once: each ended before the next one began. */
    private void spans(Span request, List<Finished> stages) {
        long now = System.nanoTime();
        Instant instant = clock.instant();
        long toEpoch = TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano() - now;
        long end = now;
        for (int i = stages.size() - 1; i >= 0; i--) {
            Finished stage = stages.get(i);
            end = Math.min(end, stage.heardNanos());
            long start = end - stage.tookNanos();
            tracer.spanBuilder()
                    .setParent(request.context())
                    .name(stage.stage().label())
                    .startTimestamp(start + toEpoch, TimeUnit.NANOSECONDS)
                    .start()
                    .end(end + toEpoch, TimeUnit.NANOSECONDS);
            end = start;
        }
    }
}
