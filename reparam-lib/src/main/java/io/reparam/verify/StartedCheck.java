package io.reparam.verify;

import io.reparam.verify.cut.OnnxSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A comparison that runs on a thread of its own. The original is loaded and asked at once; the candidate may come later. A run in
 * ONNX Runtime cannot be ended: one that takes too long is left behind, and what it holds is held until it ends.
 */
public final class StartedCheck implements AutoCloseable {
    private static final int GRACE = 3; // seconds after the limit, for a run that ends by itself

    private final Tolerance tolerance;
    private final CheckPlan plan;
    private final CompletableFuture<OnnxSource> candidate = new CompletableFuture<>();
    private final FutureTask<EquivalenceReport> task;

    /** @param comparison gets what waits for the candidate */
    StartedCheck(Tolerance tolerance, CheckPlan plan, Function<Supplier<OnnxSource>, EquivalenceReport> comparison) {
        this.tolerance = tolerance;
        this.plan = plan;
        this.task = new FutureTask<>(() -> comparison.apply(candidate::join));
        Thread thread = new Thread(task, "proof");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the comparison with a file.
     *
     * @throws ModelMismatchException if inputs or outputs differ in name, type or shape, or only the original loads or runs
     * @throws io.reparam.ort.OrtModelException if the original does not load
     */
    public EquivalenceReport finish(Path file) {
        return finish(OnnxSource.of(file));
    }

    EquivalenceReport finish(OnnxSource source) {
        candidate.complete(source);
        try {
            return task.get(plan.seconds() + GRACE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return undecided(TimeLimit.over(plan.seconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return undecided("the comparison was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                return undecided("the proof needs more memory than a heap of "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; -Xmx gives it more");
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    private EquivalenceReport undecided(String why) {
        return EquivalenceReport.undecided(tolerance, plan, List.of(), why);
    }

    /** Without a candidate the comparison ends. */
    @Override
    public void close() {
        candidate.cancel(true);
    }
}
