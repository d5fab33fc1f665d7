package io.reparam.service.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientsTest {
    private static final long MILLI = 1_000_000;

    /** A hundred are due at once, and one client takes 2 ms for each: the last one waited for all before it. */
    @Test
    void openLoop_slowAnswers_countsTheWaitSinceTheyWereDue() throws Exception {
        Latencies latencies = new Clients(1, () -> ClientsTest::slow).openLoop(1e6, 100 / 1e6, 1);
        assertThat(latencies.nanos()).hasSize(100);
        assertThat(latencies.percentile(100)).isGreaterThan(150);
        assertThat(latencies.percentile(1)).isLessThan(latencies.percentile(100) / 2);
    }

    @Test
    void openLoop_sendsAsManyAsAreDue_andCountsRefusals() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Latencies latencies = new Clients(4, () -> () -> sent.incrementAndGet() % 2 == 0).openLoop(10_000, 0.05, 1);
        assertThat(sent).hasValue(500);
        assertThat(latencies.refused()).isEqualTo(250);
        assertThat(latencies.line()).startsWith("250 answers, 250 refused");
    }

    @Test
    void closedLoop_oneClient_sendsOneAfterTheOther() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        Latencies latencies = new Clients(2, () -> () -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    slow();
                    now.decrementAndGet();
                    return true;
                })
                .closedLoop(0.1);
        assertThat(most).hasValueBetween(1, 2);
        assertThat(latencies.percentile(50)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void percentile_isTheNearestRank() {
        Latencies latencies = new Latencies(new long[] {4 * MILLI, MILLI, 3 * MILLI, 2 * MILLI}, new long[0], 1);
        assertThat(latencies.percentile(50)).isEqualTo(2);
        assertThat(latencies.percentile(99)).isEqualTo(4);
    }

    @Test
    void line_ofRefusals_saysHowLongTheyTook() {
        Latencies latencies = new Latencies(new long[] {MILLI}, new long[] {3 * MILLI, 2 * MILLI}, MILLI);
        assertThat(latencies.line()).endsWith("; refusals p50 2.00, p99 3.00, max 3.00 ms");
        assertThat(latencies.perSecond()).isEqualTo(1000);
    }

    private static boolean slow() {
        long end = System.nanoTime() + 2 * MILLI;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return true;
    }
}
