package io.reparam.service.runtime;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The answer to rows that are too many for one run: there once all its parts are, failed or cancelled as soon as one is. */
final class PartedAnswer extends CompletableFuture<Ran<List<HostTensor>>> {
    private final List<CompletableFuture<Ran<List<HostTensor>>>> parts;

    /** @param parts in the order of the rows */
    PartedAnswer(List<CompletableFuture<Ran<List<HostTensor>>>> parts) {
        this.parts = parts;
        for (CompletableFuture<Ran<List<HostTensor>>> part : parts) {
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
    private Ran<List<HostTensor>> joined() {
        int rows = 0;
        long begin = Long.MAX_VALUE;
        long end = 0;
        for (CompletableFuture<Ran<List<HostTensor>>> part : parts) {
            Ran<List<HostTensor>> ran = part.join();
            rows += ran.batchRows();
            begin = Math.min(begin, ran.queueNanos());
            end = Math.max(end, ran.queueNanos() + ran.runNanos());
        }
        List<HostTensor> whole = TensorRows.joinedEach(
                parts.stream().map(part -> part.join().value()).toList());
        return new Ran<>(whole, rows, begin, end - begin);
    }
}
