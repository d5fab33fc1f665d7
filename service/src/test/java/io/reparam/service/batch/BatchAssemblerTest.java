package io.reparam.service.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** With a virtual clock: time is what the test says. */
class BatchAssemblerTest {
    private static final long WAIT = 100;

    private final BatchAssembler<String, String> assembler = new BatchAssembler<>(new BatchLimits(4, WAIT, 8));

    @Test
    void waitNanos_nothingThere_isUntilSomethingIs() {
        assertThat(assembler.waitNanos(5, false)).isEqualTo(BatchAssembler.NOTHING);
    }

    @Test
    void waitNanos_loneItemWhileNothingRuns_isZero() {
        offer("a", 1, 10);
        assertThat(assembler.waitNanos(10, false)).isZero();
    }

    @Test
    void waitNanos_whileARunIsOn_countsFromTheOldest() {
        offer("a", 1, 10);
        offer("b", 1, 60);
        assertThat(assembler.waitNanos(70, true)).isEqualTo(40);
        assertThat(assembler.waitNanos(110, true)).isZero();
    }

    @Test
    void waitNanos_fullBatch_isZero() {
        offer("a", 3, 10);
        offer("b", 1, 10);
        assertThat(assembler.waitNanos(10, true)).isZero();
    }

    @Test
    void waitNanos_deadlineWithinTheWait_isZero() {
        assembler.offer(List.of(entry("a", "x", 1, new Deadline(false, 50), Priority.NORMAL, 10)));
        assertThat(assembler.waitNanos(10, true)).isZero();
    }

    @Test
    void offer_moreThanFits_isRefusedAndChangesNothing() {
        assertThat(offer("a", 4, 0)).isTrue();
        assertThat(offer("b", 3, 0)).isTrue();
        assertThat(offer("c", 2, 0)).isFalse();
        assertThat(assembler.rows()).isEqualTo(7);
        assertThat(offer("d", 1, 0)).isTrue();
    }

    @Test
    void take_mixedShapes_batchesEqualOnesOnly() {
        add("a", "x", Priority.NORMAL);
        add("b", "y", Priority.NORMAL);
        add("c", "x", Priority.NORMAL);
        assertThat(take(1)).containsExactly("a", "c");
        assertThat(take(1)).containsExactly("b");
    }

    @Test
    void take_priorities_goFirst_withinOneInOrder() {
        add("low", "x", Priority.LOW);
        add("first", "x", Priority.NORMAL);
        add("second", "x", Priority.NORMAL);
        add("high", "x", Priority.HIGH);
        assertThat(take(1)).containsExactly("high", "first", "second", "low");
    }

    @Test
    void take_background_sharesNoBatch() {
        add("nobody waits", "x", Priority.BACKGROUND);
        add("somebody waits", "x", Priority.LOW);
        assertThat(take(1)).containsExactly("somebody waits");
        assertThat(take(1)).containsExactly("nobody waits");
    }

    @Test
    void dropBackground_takesOutNothingElse() {
        add("shadow", "x", Priority.BACKGROUND);
        add("a", "x", Priority.LOW);
        assertThat(assembler.dropBackground())
                .extracting(entry -> entry.item.payload())
                .containsExactly("shadow");
        assertThat(assembler.rows()).isEqualTo(1);
    }

    @Test
    void offer_several_allOrNone() {
        List<Entry<String, String>> three = List.of(
                entry("a", "x", 3, Deadline.NONE, Priority.NORMAL, 0),
                entry("b", "x", 3, Deadline.NONE, Priority.NORMAL, 0),
                entry("c", "x", 3, Deadline.NONE, Priority.NORMAL, 0));
        assertThat(assembler.offer(three)).isFalse();
        assertThat(assembler.rows()).isZero();
        assertThat(assembler.offer(three.subList(0, 2))).isTrue();
        assertThat(assembler.rows()).isEqualTo(6);
    }

    @Test
    void take_whatDoesNotFit_isNotOvertaken() {
        offer("a", 2, 0);
        offer("b", 3, 0);
        offer("c", 1, 0);
        assertThat(take(1)).containsExactly("a");
        assertThat(take(1)).containsExactly("b", "c");
        assertThat(assembler.rows()).isZero();
    }

    @Test
    void take_twoFreeThreads_eachGetsHalf() {
        for (String name : List.of("a", "b", "c", "d")) {
            offer(name, 1, 0);
        }
        assertThat(take(2)).containsExactly("a", "b");
        assertThat(take(1)).containsExactly("c", "d");
    }

    @Test
    void expired_takesOutTheLateOnesOnly() {
        assembler.offer(List.of(entry("late", "x", 2, new Deadline(false, 50), Priority.NORMAL, 0)));
        offer("patient", 1, 0);
        assertThat(assembler.expired(49)).isEmpty();
        assertThat(assembler.expired(50))
                .extracting(entry -> entry.item.payload())
                .containsExactly("late");
        assertThat(assembler.rows()).isEqualTo(1);
    }

    @Test
    void remove_twice_countsOnce() {
        Entry<String, String> entry = entry("a", "x", 2, Deadline.NONE, Priority.NORMAL, 0);
        assembler.offer(List.of(entry));
        assembler.remove(entry);
        assembler.remove(entry);
        assertThat(assembler.rows()).isZero();
    }

    private boolean offer(String name, int rows, long now) {
        return assembler.offer(List.of(entry(name, "x", rows, Deadline.NONE, Priority.NORMAL, now)));
    }

    private void add(String name, String shape, Priority priority) {
        assertThat(assembler.offer(List.of(entry(name, shape, 1, Deadline.NONE, priority, 0))))
                .isTrue();
    }

    private List<String> take(int threads) {
        return assembler.take(threads).stream()
                .map(entry -> entry.item.payload())
                .toList();
    }

    private static Entry<String, String> entry(
            String name, String shape, int rows, Deadline deadline, Priority priority, long now) {
        return new Entry<>(new Item<>(name, shape, rows, deadline, priority), now, entry -> {});
    }
}
