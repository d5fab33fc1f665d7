package io.reparam.service.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private static final int MEGABYTE = 1 << 20;

    /** 2 MB for small requests, 8 MB for large ones. */
    private final RequestMemory memory = new RequestMemory(10 * MEGABYTE);

    @Test
    void take_moreThanThereCanBe_isTooLarge() {
        assertRefused(memory.open(), 9L * MEGABYTE, ErrorKind.TOO_LARGE);
        assertRefused(memory.open(), Long.MAX_VALUE / 2, ErrorKind.TOO_LARGE);
        assertThat(memory.bytesTaken()).isZero();
    }

    @Test
    void take_asMuchAsOthersHold_isOverloaded_orWaitsForThem() throws Exception {
        RequestMemory.Share first = memory.open();
        first.take(6 * MEGABYTE);
        assertThat(memory.open().tryTake(6 * MEGABYTE)).isFalse();
        assertRefused(memory.open(), 6 * MEGABYTE, ErrorKind.OVERLOADED);
        RequestMemory.Share second = memory.open();
        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> second.take(6 * MEGABYTE));
        first.close();
        waits.get(20, TimeUnit.SECONDS);
        second.close();
        assertThat(memory.bytesTaken()).isZero();
    }

    /** It grows from the small pool into the large one; both are whole again in the end. */
    @Test
    void take_littleByLittle_isCountedOnce() {
        try (RequestMemory.Share share = memory.open()) {
            for (int i = 0; i < 4 * 1024; i++) {
                share.take(1000);
            }
            assertThat(memory.bytesTaken()).isBetween(4_096_000L, 4_100_000L);
            share.giveBack(3_000_000);
            assertThat(memory.bytesTaken()).isBetween(1_096_000L, 1_100_000L);
        }
        assertThat(memory.bytesTaken()).isZero();
    }

    @Test
    void take_littleWhileLargeOnesHoldAll_waitsForNobody() {
        RequestMemory.Share large = memory.open();
        large.take(8 * MEGABYTE);
        assertThat(memory.open().tryTake(MEGABYTE)).isTrue();
    }

    @Test
    void take_afterItsEnd_takesNothing() {
        RequestMemory.Share share = memory.open();
        share.close();
        share.take(MEGABYTE);
        assertThat(memory.bytesTaken()).isZero();
    }

    private static void assertRefused(RequestMemory.Share share, long bytes, ErrorKind kind) {
        assertThatThrownBy(() -> share.take(bytes))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
