package io.reparam.service.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Writes down runs, and keeps the threads of held variants busy after a run, once its answers are out. */
public final class RunGate implements ServedVariant.RunListener {
    /** As {@code variant rows}. */
    public final Queue<String> runs = new ConcurrentLinkedQueue<>();

    private final ServedVariant.RunListener next;
    private final Semaphore busy = new Semaphore(0);
    private final Semaphore open = new Semaphore(0);
    private volatile String held = "";

    /** @param next hears of every run, too */
    public RunGate(ServedVariant.RunListener next) {
        this.next = next;
    }

    /** From now on the next run of this variant keeps its thread. */
    public void hold(String variant) {
        busy.drainPermits();
        open.drainPermits();
        held = variant;
    }

    /** Waits until a thread is kept. */
    public void awaitBusy() throws InterruptedException {
        busy.acquire();
    }

    /** Lets all go on. */
    public void release() {
        held = "";
        open.release(1_000);
    }

    @Override
    public void ran(ServedVariant variant, int rows, long nanos) {
        next.ran(variant, rows, nanos);
        runs.add(variant.name() + " " + rows);
        if (variant.name().equals(held)) {
            busy.release();
            open.acquireUninterruptibly();
        }
    }
}
