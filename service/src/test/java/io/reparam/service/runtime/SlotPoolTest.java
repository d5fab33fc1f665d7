package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SlotPoolTest {
    private static final NetShape SHAPE = new NetShape(List.of(1L, 3L, 4L, 5L), List.of(1L, 3L));

    private final SlotPool pool = new SlotPool(2, () -> new Slot(SHAPE));

    @Test
    void take_givesTensorsOfTheNetsShape() throws InterruptedException {
        Slot slot = pool.take();
        assertThat(slot.input().remaining()).isEqualTo(3 * 4 * 5);
        assertThat(slot.logits().remaining()).isEqualTo(3);
    }

    @Test
    void take_all_waitsForOneToComeBack() throws InterruptedException {
        Slot first = pool.take();
        assertThat(pool.take()).isNotSameAs(first);
        CompletableFuture<Slot> third = CompletableFuture.supplyAsync(() -> {
            try {
                return pool.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        pool.giveBack(first);
        assertThat(third.join()).isSameAs(first);
    }

    @Test
    void giveBack_moreThanTaken_isADefect() {
        assertThatThrownBy(() -> pool.giveBack(new Slot(SHAPE))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void drain_whileOneIsOut_fails() throws InterruptedException {
        Slot slot = pool.take();
        assertThat(pool.drain(1, TimeUnit.MILLISECONDS)).isFalse();
        pool.giveBack(slot);
    }

    @Test
    void drain_allFree_succeeds() throws InterruptedException {
        assertThat(pool.drain(1, TimeUnit.SECONDS)).isTrue();
    }
}
