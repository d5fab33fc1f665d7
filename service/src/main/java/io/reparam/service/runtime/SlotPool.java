package io.reparam.service.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A fixed number of slots. Any number of threads may share it. Not first come, first served: a slot that is kept for the thread
 * that waited longest lies idle until that thread wakes up, and under load all queue behind that.
 */
final class SlotPool {
    private final int slots;
    private final BlockingQueue<Slot> free;

    SlotPool(int slots, Supplier<Slot> make) {
        this.slots = slots;
        free = new ArrayBlockingQueue<>(slots);
        for (int i = 0; i < slots; i++) {
            free.add(make.get());
        }
    }

    /** Waits for a free slot; whoever takes it gives it back. */
    Slot take() throws InterruptedException {
        return free.take();
    }

    /** @throws IllegalStateException if more are given back than were taken */
    void giveBack(Slot slot) {
        free.add(slot);
    }

    /**
     * Takes every slot for good, as they come back.
     *
     * @return false if one did not come back in time: something still runs
     */
    boolean drain(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        for (int i = 0; i < slots; i++) {
            if (free.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
                return false;
            }
        }
        return true;
    }
}
