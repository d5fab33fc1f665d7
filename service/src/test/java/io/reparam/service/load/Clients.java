package io.reparam.service.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Threads that send.
 *
 * @param count of threads
 * @param senders one for each of them
 */
record Clients(int count, Supplier<Sender> senders) {
    private record Part(long[] nanos, long[] refusedNanos) {}

    /** Each sends its next request when it has the answer to the last one. */
    Latencies closedLoop(double seconds) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return run(sender -> {
            Notes notes = new Notes();
            while (System.nanoTime() - end < 0) {
                notes.send(sender, System.nanoTime());
            }
            return notes.part();
        });
    }

    /**
     * Requests are due at random moments, whatever became of those before; the latency counts from when one was due, so that
     * waiting for a free client is part of it.
     *
     * @param rate requests a second; the gaps are exponential
     */
    Latencies openLoop(double rate, double seconds, long seed) throws Exception {
        Random random = new Random(seed);
        int requests = (int) (rate * seconds);
        long[] due = new long[requests];
        double at = 0;
        for (int i = 0; i < requests; i++) {
            at -= Math.log(1 - random.nextDouble()) / rate * 1e9;
            due[i] = (long) at;
        }
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime() + 10_000_000;
        return run(sender -> {
            Notes notes = new Notes();
            for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                long scheduled = start + due[i];
                for (long wait = scheduled - System.nanoTime(); wait > 0; wait = scheduled - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                notes.send(sender, scheduled);
            }
            return notes.part();
        });
    }

    private static final class Notes {
        private long[] nanos = new long[1024];
        private long[] refusedNanos = new long[64];
        private int answers;
        private int refused;

        void send(Sender sender, long since) throws Exception {
            long sent = System.nanoTime();
            if (sender.send()) {
                nanos = withRoom(nanos, answers);
                nanos[answers++] = System.nanoTime() - since;
            } else {
                refusedNanos = withRoom(refusedNanos, refused);
                refusedNanos[refused++] = System.nanoTime() - sent;
            }
        }

        private static long[] withRoom(long[] values, int used) {
            return used == values.length ? Arrays.copyOf(values, 2 * used) : values;
        }

        Part part() {
            return new Part(Arrays.copyOf(nanos, answers), Arrays.copyOf(refusedNanos, refused));
        }
    }

    private interface Loop {
        Part run(Sender sender) throws Exception;
    }

    private Latencies run(Loop loop) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Part>> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Sender sender = senders.get();
                parts.add(() -> loop.run(sender));
            }
            long start = System.nanoTime();
            List<Future<Part>> done = threads.invokeAll(parts);
            long wall = System.nanoTime() - start;
            List<long[]> nanos = new ArrayList<>();
            List<long[]> refused = new ArrayList<>();
            for (Future<Part> part : done) {
                nanos.add(part.get().nanos);
                refused.add(part.get().refusedNanos);
            }
            return new Latencies(joined(nanos), joined(refused), wall);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] joined(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).toArray();
    }
}
