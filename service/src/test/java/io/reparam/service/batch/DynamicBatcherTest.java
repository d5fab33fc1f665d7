package io.reparam.service.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DynamicBatcherTest {
    private static final int BAD = -1;

    private final AtomicLong clock = new AtomicLong();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
    private final DynamicBatcher<Integer, Integer> batcher = batcher(1, this::runGated);

    @AfterEach
    void close() throws InterruptedException {
        gate.release(1_000_000);
        assertThat(batcher.close(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void whatArrivesDuringARun_isTheNextBatch() throws InterruptedException {
        CompletableFuture<Ran<Integer>> first = occupy();
        List<CompletableFuture<Ran<Integer>>> next =
                IntStream.range(2, 5).mapToObj(this::accepted).toList();
        gate.release(2);
        assertThat(first.join().batchRows()).isEqualTo(1);
        assertThat(next)
                .allSatisfy(answer -> assertThat(answer.join().batchRows()).isEqualTo(3));
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4));
    }

    @Test
    void offer_fullQueue_isRefusedAtOnce() throws InterruptedException {
        occupy();
        for (int i = 0; i < 8; i++) {
            accepted(i);
        }
        assertThat(batcher.offer(List.of(item(9, Deadline.NONE)))).isInstanceOf(Offer.Full.class);
        assertThat(batcher.depth()).isEqualTo(8);
    }

    @Test
    void deadlineThatPassesInTheQueue_failsWithoutARun() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<Integer>> late = accepted(item(2, new Deadline(false, 50)));
        CompletableFuture<Ran<Integer>> patient = accepted(3);
        clock.set(50);
        gate.release(2);
        assertThat(patient.join().value()).isEqualTo(30);
        assertThatThrownBy(late::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("late");
        assertThat(batches).containsExactly(List.of(1), List.of(3));
    }

    @Test
    void cancel_inTheQueue_freesThePlace() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<Integer>> gone = accepted(2);
        assertThat(gone.cancel(true)).isTrue();
        assertThat(batcher.depth()).isZero();
        CompletableFuture<Ran<Integer>> other = accepted(3);
        gate.release(2);
        other.join();
        assertThat(batches).containsExactly(List.of(1), List.of(3));
    }

    @Test
    void cancel_duringTheRun_dropsTheResultAndNothingElse() throws InterruptedException {
        CompletableFuture<Ran<Integer>> gone = occupy();
        CompletableFuture<Ran<Integer>> other = accepted(2);
        gone.cancel(true);
        gate.release(2);
        assertThat(other.join().value()).isEqualTo(20);
        assertThat(gone).isCancelled();
    }

    @Test
    void badItem_failsAlone() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<Integer>> good = accepted(2);
        CompletableFuture<Ran<Integer>> bad = accepted(BAD);
        CompletableFuture<Ran<Integer>> alsoGood = accepted(3);
        gate.release(10);
        assertThat(good.join().value()).isEqualTo(20);
        assertThat(alsoGood.join().value()).isEqualTo(30);
        assertThatThrownBy(bad::join).hasRootCauseMessage("bad");
    }

    /** The clock stands still: any wait would last for ever. */
    @Test
    void loneItem_waitsForNobody_howeverLongItMight() throws InterruptedException {
        DynamicBatcher<Integer, Integer> patient = new DynamicBatcher<>(
                "patient",
                new BatchLimits(4, Duration.ofHours(1).toNanos(), 8),
                List.<BatchRunner<Integer, Integer>>of(items -> items, items -> items),
                () -> new IllegalStateException("late"),
                (rows, nanos) -> {},
                clock::get);
        for (int i = 0; i < 3; i++) {
            Offer<Integer> offer = patient.offer(List.of(item(i, Deadline.NONE)));
            assertThat(offer).isInstanceOf(Offer.Accepted.class);
            Ran<Integer> ran =
                    ((Offer.Accepted<Integer>) offer).answers().get(0).join();
            assertThat(ran.queueNanos()).isZero();
            assertThat(ran.batchRows()).isEqualTo(1);
        }
        assertThat(patient.close(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void offer_full_dropsBackgroundFirst() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<Integer>> shadow = accepted(new Item<>(2, "x", 1, Deadline.NONE, Priority.BACKGROUND));
        for (int i = 0; i < 7; i++) {
            accepted(10 + i);
        }
        assertThat(shadow).isNotDone();
        CompletableFuture<Ran<Integer>> last = accepted(3);
        assertThat(shadow).isCancelled();
        assertThat(batcher.offer(List.of(item(4, Deadline.NONE)))).isInstanceOf(Offer.Full.class);
        gate.release(10);
        assertThat(last.join().value()).isEqualTo(30);
        assertThat(batches).noneMatch(batch -> batch.contains(2));
    }

    @Test
    void offer_background_dropsNobody() throws InterruptedException {
        occupy();
        Item<Integer> shadow = new Item<>(2, "x", 1, Deadline.NONE, Priority.BACKGROUND);
        for (int i = 0; i < 8; i++) {
            accepted(shadow);
        }
        assertThat(batcher.offer(List.of(shadow))).isInstanceOf(Offer.Full.class);
        assertThat(batcher.depth()).isEqualTo(8);
    }

    @Test
    void listenerThatThrows_isReported_andTheLoopGoesOn() throws InterruptedException {
        Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        try {
            DynamicBatcher<Integer, Integer> fragile = new DynamicBatcher<>(
                    "fragile",
                    new BatchLimits(4, 0, 8),
                    List.<BatchRunner<Integer, Integer>>of(items -> items),
                    () -> new IllegalStateException("late"),
                    (rows, nanos) -> {
                        throw new IllegalStateException("a listener's defect");
                    });
            for (int i = 0; i < 3; i++) {
                assertThat(fragile.offer(List.of(item(i, Deadline.NONE))))
                        .isInstanceOfSatisfying(
                                Offer.Accepted.class,
                                accepted -> assertThat(((CompletableFuture<?>)
                                                        accepted.answers().get(0))
                                                .join())
                                        .isNotNull());
            }
            assertThat(fragile.close(Duration.ofSeconds(20))).isTrue();
            assertThat(reported).hasSize(3).allMatch(failure -> "a listener's defect".equals(failure.getMessage()));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void close_answersWhatWasAccepted_andRefusesTheRest() throws InterruptedException {
        CompletableFuture<Ran<Integer>> first = occupy();
        CompletableFuture<Ran<Integer>> second = accepted(2);
        gate.release(2);
        assertThat(batcher.close(Duration.ofSeconds(20))).isTrue();
        assertThat(first.join().value()).isEqualTo(10);
        assertThat(second.join().value()).isEqualTo(20);
        assertThat(batcher.offer(List.of(item(3, Deadline.NONE)))).isInstanceOf(Offer.Closed.class);
    }

    @Test
    void close_whileARunHangs_saysSo() throws InterruptedException {
        occupy();
        assertThat(batcher.close(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void manyThreads_randomShapesRowsAndCancels_eachGetsItsOwn() throws InterruptedException {
        AtomicInteger most = new AtomicInteger();
        DynamicBatcher<Integer, Integer> busy = batcher(3, items -> {
            most.accumulateAndGet(items.size(), Math::max);
            return items.stream().map(item -> item * 10).toList();
        });
        IntStream.range(0, 8).parallel().forEach(seed -> {
            Random random = new Random(seed);
            List<CompletableFuture<Ran<Integer>>> answers = new ArrayList<>();
            List<Integer> asked = new ArrayList<>();
            List<Boolean> mayBeCancelled = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                int value = seed * 10_000 + i;
                Priority priority = Priority.values()[random.nextInt(4)];
                Item<Integer> item =
                        new Item<>(value, random.nextInt(3), 1 + random.nextInt(4), Deadline.NONE, priority);
                Offer<Integer> offer = random.nextBoolean() ? busy.offer(List.of(item)) : busy.run(item);
                if (offer instanceof Offer.Accepted<Integer> accepted) {
                    CompletableFuture<Ran<Integer>> answer = accepted.answers().get(0);
                    answers.add(answer);
                    asked.add(value);
                    boolean cancelled = random.nextInt(10) == 0 && answer.cancel(true);
                    // a full queue drops what runs in the background, at any time
                    mayBeCancelled.add(cancelled || priority == Priority.BACKGROUND);
                }
            }
            for (int i = 0; i < asked.size(); i++) {
                Object answer = answers.get(i)
                        .<Object>handle((ran, failure) -> failure == null ? ran.value() : failure)
                        .join();
                if (!mayBeCancelled.get(i) || !(answer instanceof CancellationException)) {
                    assertThat(answer).isEqualTo(asked.get(i) * 10);
                }
            }
        });
        assertThat(busy.close(Duration.ofSeconds(20))).isTrue();
        assertThat(busy.depth()).isZero();
        assertThat(most.get()).isBetween(1, 4);
    }

    /** Runs item 1, and holds it until the gate opens. */
    private CompletableFuture<Ran<Integer>> occupy() throws InterruptedException {
        CompletableFuture<Ran<Integer>> answer = accepted(1);
        begun.acquire();
        return answer;
    }

    private CompletableFuture<Ran<Integer>> accepted(int value) {
        return accepted(item(value, Deadline.NONE));
    }

    private CompletableFuture<Ran<Integer>> accepted(Item<Integer> item) {
        Offer<Integer> offer = batcher.offer(List.of(item));
        assertThat(offer).isInstanceOf(Offer.Accepted.class);
        return ((Offer.Accepted<Integer>) offer).answers().get(0);
    }

    private static Item<Integer> item(int value, Deadline deadline) {
        return new Item<>(value, "x", 1, deadline, Priority.NORMAL);
    }

    private List<Integer> runGated(List<Integer> items) {
        begun.release();
        gate.acquireUninterruptibly();
        batches.add(items);
        if (items.contains(BAD)) {
            throw new IllegalStateException("bad");
        }
        return items.stream().map(item -> item * 10).toList();
    }

    private DynamicBatcher<Integer, Integer> batcher(int threads, BatchRunner<Integer, Integer> runner) {
        List<BatchRunner<Integer, Integer>> runners =
                IntStream.range(0, threads).mapToObj(i -> runner).toList();
        return new DynamicBatcher<>(
                "test",
                new BatchLimits(4, 0, 8),
                runners,
                () -> new IllegalStateException("late"),
                (rows, nanos) -> assertThat(rows).isBetween(1, 4),
                clock::get);
    }
}
