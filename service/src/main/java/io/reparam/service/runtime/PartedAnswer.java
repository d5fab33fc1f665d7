package io.reparam.service.runtime;

import io.reparam.service.batch.Ran;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The answer to rows that are too many for one run: there once all its parts are, failed or cancelled as soon as one is. */
final class PartedAnswer extends CompletableFuture<Ran<FloatBuffer>> {
    private final List<CompletableFuture<Ran<FloatBuffer>>> parts;

    /** @param parts in the order of the rows */
    PartedAnswer(List<CompletableFuture<Ran<FloatBuffer>>> parts) {
        this.parts = parts;
        for (CompletableFuture<Ran<FloatBuffer>> part : parts) {
            part.whenComplete((ran, failure) -> {
                if (failure != null && completeExceptionally(failure)) {
                    parts.forEach(other -> other.cancel(true));
                }
            });
        }
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenRun(() -> complete(joined()));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        parts.forEach(part -> part.cancel(mayInterruptIfRunning));
        return cancelled;
    }

    /** Waits until the first part runs, runs until the last one has. */
    private Ran<FloatBuffer> joined() {
        int floats = 0;
        int rows = 0;
        long begin = Long.MAX_VALUE;
        long end = 0;
        for (CompletableFuture<Ran<FloatBuffer>> part : parts) {
            Ran<FloatBuffer> ran = part.join();
            floats += ran.value().remaining();
            rows += ran.batchRows();
            begin = Math.min(begin, ran.queueNanos());
            end = Math.max(end, ran.queueNanos() + ran.runNanos());
        }
        FloatBuffer whole = FloatBuffer.allocate(floats);
        parts.forEach(part -> whole.put(part.join().value().duplicate()));
        return new Ran<>(whole.flip(), rows, begin, end - begin);
    }
}
