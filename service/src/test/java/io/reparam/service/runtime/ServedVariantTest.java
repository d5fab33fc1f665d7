package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServedVariantTest {
    private static final int ROW = 3 * 32 * 32;
    private static final int CLASSES = 10;

    private final RunGate gate = new RunGate((variant, rows, nanos) -> {});
    private final ServedModels models =
            LoadedModels.oneByOne(new QueueSettings(32, 4, Duration.ZERO), LoadedModels.NO_TRAFFIC, gate);
    private final ServedVariant variant = models.model(null).variant("reparam");

    @AfterEach
    void close() {
        gate.release();
        models.close();
    }

    /** 1 to 4 are one run, the others several. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 11, 32})
    void submit_rows_eachGetsItsOwnAnswer(int count) {
        FloatBuffer rows = noise(count);
        FloatBuffer together = submit(rows, count).join().value().get(0).floats();
        assertThat(together.remaining()).isEqualTo(count * CLASSES);
        for (int row = 0; row < count; row++) {
            FloatBuffer alone =
                    submit(rows.slice(row * ROW, ROW), 1).join().value().get(0).floats();
            for (int i = 0; i < CLASSES; i++) {
                assertThat(together.get(row * CLASSES + i)).isCloseTo(alone.get(i), within(1e-4f));
            }
        }
    }

    @Test
    void submit_severalParts_sayHowLongAllTook() {
        Ran<List<HostTensor>> ran = submit(noise(9), 9).join();
        assertThat(ran.batchRows()).isEqualTo(9);
        assertThat(ran.runNanos()).isPositive();
        models.close(); // answers are out before a run is told
        assertThat(gate.runs).hasSizeBetween(3, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 33})
    void submit_impossibleCount_isRefused(int count) {
        assertRefused(() -> submit(noise(1), count), ErrorKind.BAD_REQUEST, "1 to 32");
    }

    @Test
    void submit_otherNumberOfRows_isRefused() {
        assertRefused(
                () -> submit(noise(1), 2),
                ErrorKind.BAD_REQUEST,
                "FLOAT [1, 3, 32, 32]; it must be FLOAT [2, 3, 32, 32]");
    }

    @Test
    void submit_fullQueue_isOverloadedAtOnce_andTakesAllPlacesOrNone() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<List<HostTensor>>> waiting = submit(noise(30), 30);
        assertRefused(() -> submit(noise(3), 3), ErrorKind.OVERLOADED, "32 places");
        assertThat(variant.queueDepth()).isEqualTo(30);
        gate.release();
        assertThat(waiting.join().value().get(0).floats().remaining()).isEqualTo(30 * CLASSES);
    }

    @Test
    void cancel_severalParts_freesEveryPlace() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<List<HostTensor>>> waiting = submit(noise(9), 9);
        assertThat(variant.queueDepth()).isEqualTo(9);
        waiting.cancel(true);
        assertThat(variant.queueDepth()).isZero();
        gate.release();
    }

    @Test
    void submit_deadlinePassed_neverRuns() throws InterruptedException {
        occupy();
        CompletableFuture<Ran<List<HostTensor>>> late =
                variant.submit(tensor(noise(2), 2), 2, Deadline.after(Duration.ZERO), Priority.NORMAL);
        gate.release();
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the deadline passed before the model ran");
        assertThat(gate.runs).containsExactly("reparam 1");
    }

    /** Keeps the only thread busy. */
    private void occupy() throws InterruptedException {
        gate.hold("reparam");
        submit(noise(1), 1).join();
        gate.awaitBusy();
    }

    private CompletableFuture<Ran<List<HostTensor>>> submit(FloatBuffer rows, int count) {
        return variant.submit(tensor(rows, Math.max(1, rows.remaining() / ROW)), count, Deadline.NONE, Priority.NORMAL);
    }

    private static List<HostTensor> tensor(FloatBuffer rows, int count) {
        return List.of(HostTensor.of(List.of((long) count, 3L, 32L, 32L), rows));
    }

    private static void assertRefused(ThrowingCallable call, ErrorKind kind, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    private static FloatBuffer noise(int rows) {
        FloatBuffer noise = FloatBuffer.allocate(rows * ROW);
        Random random = new Random(7);
        while (noise.hasRemaining()) {
            noise.put((float) random.nextGaussian());
        }
        return noise.flip();
    }
}
