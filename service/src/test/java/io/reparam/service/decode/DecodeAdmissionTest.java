package io.reparam.service.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecodeAdmissionTest {
    private static final int MEGABYTE = 1 << 20;

    private final DecodeAdmission admission = new DecodeAdmission(10 * MEGABYTE, 2);

    @Test
    void enter_moreThanThereIs_isTooLarge() {
        assertRefused(11 * MEGABYTE, Long.MAX_VALUE, ErrorKind.TOO_LARGE);
    }

    @Test
    void enter_noRoomForMemory_waitsForItOrForTheDeadline() throws Exception {
        CompletableFuture<DecodeAdmission.Place> second;
        try (DecodeAdmission.Place first = admission.enter(6 * MEGABYTE, () -> Long.MAX_VALUE)) {
            assertRefused(6 * MEGABYTE, 0, ErrorKind.DEADLINE_EXCEEDED);
            second = CompletableFuture.supplyAsync(() -> admission.enter(6 * MEGABYTE, () -> Long.MAX_VALUE));
            assertThat(admission.bytesTaken()).isBetween(6L * MEGABYTE, 7L * MEGABYTE);
        }
        second.get(20, TimeUnit.SECONDS).close();
        assertThat(admission.bytesTaken()).isZero();
    }

    @Test
    void enter_noProcessorFree_givesTheMemoryBack() {
        try (DecodeAdmission.Place first = admission.enter(1, () -> Long.MAX_VALUE);
                DecodeAdmission.Place second = admission.enter(1, () -> Long.MAX_VALUE)) {
            long taken = admission.bytesTaken();
            assertRefused(MEGABYTE, 0, ErrorKind.DEADLINE_EXCEEDED);
            assertThat(admission.bytesTaken()).isEqualTo(taken);
        }
        assertThat(admission.bytesTaken()).isZero();
    }

    private void assertRefused(long bytes, long nanosLeft, ErrorKind kind) {
        assertThatThrownBy(() -> admission.enter(bytes, () -> nanosLeft).close())
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
