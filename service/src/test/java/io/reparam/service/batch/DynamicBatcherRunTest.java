package io.reparam.service.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link DynamicBatcher#run}: which thread runs an item, told by the answer. */
@Timeout(30)
class DynamicBatcherRunTest {
    private static final String GATED = "gated";
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicLong clock = new AtomicLong();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private DynamicBatcher<String, Thread> batcher = batcher(1);
    private Duration runTime = SHORT;

    @AfterEach
    void close() throws InterruptedException {
        gate.release(1_000);
        assertThat(batcher.close(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void nothingElse_onTheCallersThread() {
        warmUp();
        CompletableFuture<Ran<Thread>> answer = accepted(batcher.run(item("x", Deadline.NONE)));
        assertThat(answer).isCompletedWithValueMatching(ran -> ran.value() == Thread.currentThread());
        assertThat(answer.join().queueNanos()).isZero();
    }

    /** Nobody knows yet how long a run takes. */
    @Test
    void firstOfAll_onTheBatchersThread() {
        assertThat(run("x").getName()).isEqualTo("batch-test-0");
    }

    @Test
    void lastRunWasLong_onTheBatchersThread() {
        warmUp();
        runTime = Duration.ofMillis(6);
        assertThat(run("x")).isSameAs(Thread.currentThread());
        runTime = SHORT;
        assertThat(run("x").getName()).isEqualTo("batch-test-0");
    }

    @Test
    void deadlineThatMightPassDuringTheRun_onTheBatchersThread() {
        warmUp();
        Deadline near = new Deadline(false, clock.get() + TimeUnit.MILLISECONDS.toNanos(5));
        Thread thread = accepted(batcher.run(item("x", near))).join().value();
        assertThat(thread.getName()).isEqualTo("batch-test-0");
    }

    @Test
    void noRunnerFree_waitsInTheQueue() throws InterruptedException {
        warmUp();
        CompletableFuture<Ran<Thread>> gated = accepted(batcher.offer(List.of(item(GATED, Deadline.NONE))));
        begun.acquire();
        CompletableFuture<Ran<Thread>> waiting = accepted(batcher.run(item("x", Deadline.NONE)));
        assertThat(waiting).isNotDone();
        gate.release();
        assertThat(waiting.join().value()).isSameAs(gated.join().value());
    }

    @Test
    void whatArrivesDuringIt_isRunAfterIt() throws InterruptedException {
        warmUp();
        CompletableFuture<Thread> gated = CompletableFuture.supplyAsync(() -> run(GATED));
        begun.acquire();
        List<CompletableFuture<Ran<Thread>>> next = IntStream.range(0, 3)
                .mapToObj(i -> accepted(batcher.run(item("x", Deadline.NONE))))
                .toList();
        assertThat(next).noneMatch(CompletableFuture::isDone);
        gate.release();
        assertThat(next).allSatisfy(answer -> {
            assertThat(answer.join().value().getName()).isEqualTo("batch-test-0");
            assertThat(answer.join().batchRows()).isEqualTo(3);
        });
        assertThat(gated.join().getName()).doesNotContain("batch");
    }

    @Test
    void anotherRunIsOn_onTheBatchersThread() throws InterruptedException {
        close();
        gate.drainPermits();
        batcher = batcher(2);
        warmUp();
        accepted(batcher.offer(List.of(item(GATED, Deadline.NONE))));
        begun.acquire();
        assertThat(run("x").getName()).startsWith("batch-test-");
    }

    @Test
    void close_waitsForIt() throws InterruptedException {
        warmUp();
        CompletableFuture<Thread> gated = CompletableFuture.supplyAsync(() -> run(GATED));
        begun.acquire();
        assertThat(batcher.close(Duration.ofMillis(1))).isFalse();
        assertThat(batcher.run(item("x", Deadline.NONE))).isInstanceOf(Offer.Closed.class);
        gate.release();
        assertThat(batcher.close(Duration.ofSeconds(20))).isTrue();
        assertThat(gated.join().getName()).doesNotContain("batch");
    }

    /** A runner of the batcher's thread is free only a moment after the answer. */
    private void warmUp() {
        while (run("x") != Thread.currentThread()) {
            Thread.onSpinWait();
        }
    }

    private Thread run(String payload) {
        return accepted(batcher.run(item(payload, Deadline.NONE))).join().value();
    }

    private static CompletableFuture<Ran<Thread>> accepted(Offer<Thread> offer) {
        assertThat(offer).isInstanceOf(Offer.Accepted.class);
        return ((Offer.Accepted<Thread>) offer).answers().get(0);
    }

    private static Item<String> item(String payload, Deadline deadline) {
        return new Item<>(payload, "shape", 1, deadline, Priority.NORMAL);
    }

    private List<Thread> runGated(List<String> items) {
        if (items.contains(GATED)) {
            begun.release();
            gate.acquireUninterruptibly();
        }
        clock.addAndGet(runTime.toNanos());
        return items.stream().map(item -> Thread.currentThread()).toList();
    }

    private DynamicBatcher<String, Thread> batcher(int runners) {
        return new DynamicBatcher<>(
                "test",
                new BatchLimits(4, 0, 8),
                IntStream.range(0, runners)
                        .<BatchRunner<String, Thread>>mapToObj(i -> this::runGated)
                        .toList(),
                () -> new IllegalStateException("late"),
                (rows, nanos) -> {},
                clock::get);
    }
}
