package io.reparam.service.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the queue costs an item, from the offer to the answer on the caller's thread; the run itself does nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DynamicBatcherBenchmark {
    private static final List<Item<String>> ITEM =
            List.of(new Item<>("item", "shape", 1, Deadline.NONE, Priority.NORMAL));

    private final DynamicBatcher<String, String> batcher = new DynamicBatcher<>(
            "benchmark",
            new BatchLimits(8, 0, 1024),
            List.<BatchRunner<String, String>>of(items -> items, items -> items),
            () -> new IllegalStateException("late"),
            (rows, nanos) -> {});

    @Setup
    public void check() {
        if (!one().value().equals("item")) {
            throw new IllegalStateException("the batcher does not answer");
        }
    }

    @Benchmark
    @Threads(1)
    public Ran<String> alone() {
        return one();
    }

    /** Where the caller may run it itself. */
    @Benchmark
    @Threads(1)
    public Ran<String> aloneAndWaiting() {
        return answer(batcher.run(ITEM.get(0)));
    }

    @Benchmark
    @Threads(8)
    public Ran<String> ofEight() {
        return one();
    }

    @Benchmark
    @Threads(32)
    public Ran<String> ofThirtyTwo() {
        return one();
    }

    private Ran<String> one() {
        return answer(batcher.offer(ITEM));
    }

    private static Ran<String> answer(Offer<String> offer) {
        if (offer instanceof Offer.Accepted<String> accepted) {
            return accepted.answers().get(0).join();
        }
        throw new IllegalStateException("the queue is full");
    }

    @TearDown
    public void close() throws InterruptedException {
        batcher.close(Duration.ofSeconds(5));
    }
}
