package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.image.ImageTensorizer;
import io.reparam.ort.HostTensor;
import io.reparam.service.SampleImages;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.LoadedModels;
import io.reparam.service.runtime.RunGate;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.TrafficSettings;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Half of what reparam answers also runs on attention. */
@Timeout(60)
class ShadowTest {
    private static final TrafficPolicy POLICY =
            new TrafficPolicy(Map.of("reparam", 1.0), new TrafficPolicy.Shadow("attention", 0.5));

    private static final RequestImage DECODER = TestDecoder.small();

    private final VariantNotes notes = new VariantNotes();
    private final RunGate gate = new RunGate((variant, rows, nanos) -> {});
    private final ServedModels models =
            LoadedModels.oneByOne(LoadedModels.QUEUE, new TrafficSettings(Map.of("cifar10", POLICY)), gate);
    private double random = 0.4;
    private final VariantRun runs = new VariantRun(new Shadow(notes), () -> random);

    @AfterEach
    void close() {
        gate.release();
        models.close();
    }

    @Test
    void answer_withinTheShare_isComparedWithTheOther() throws InterruptedException {
        answer(1);
        assertThat(next()).isEqualTo("attention agrees");
        assertThat(next()).isEqualTo("reparam paired with attention");
    }

    @Test
    void answer_ofThreeRows_isThreeComparisonsAndOnePair() throws InterruptedException {
        answer(3);
        for (int row = 0; row < 3; row++) {
            assertThat(next()).startsWith("attention ").endsWith("agrees");
        }
        assertThat(next()).isEqualTo("reparam paired with attention");
    }

    @Test
    void answer_outsideTheShare_hasNoShadow() {
        random = 0.6;
        answer(1);
        models.close(); // runs what waits
        assertThat(notes.heard).isEmpty();
        assertThat(gate.runs).containsExactly("reparam 1");
    }

    @Test
    void answer_ofTheShadowItself_hasNoShadow() {
        try (Lease lease = models.lease("cifar10.attention", null)) {
            runs.run(lease, runs.choose(lease, null), rows(1), 1, Deadline.NONE, CallTerms.NONE);
        }
        models.close();
        assertThat(gate.runs).containsExactly("attention 1");
    }

    @Test
    void shadow_thatIsSlow_delaysNoAnswer_andKeepsItsModel() throws InterruptedException {
        gate.hold("attention");
        keepBusy("attention");
        answer(1);
        answer(1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(models::close);
        gate.release();
        closing.join();
        assertThat(notes.heard).contains("attention agrees", "reparam paired with attention");
    }

    @Test
    void shadow_whileOthersWait_isDroppedFirst() throws InterruptedException {
        gate.hold("attention");
        keepBusy("attention");
        CompletableFuture<Ran<List<HostTensor>>> waiting = submit("attention");
        answer(1);
        assertThat(next()).isEqualTo("attention dropped");
        gate.release();
        waiting.join();
    }

    @Test
    void shadows_thatPileUp_areDropped() throws InterruptedException {
        gate.hold("attention");
        keepBusy("attention");
        answer(1); // waits for the run, so that the next one finds a queue
        answer(1);
        assertThat(next()).isEqualTo("attention dropped");
    }

    private void answer(int count) {
        try (Lease lease = models.lease(null, null)) {
            ServedVariant variant = runs.choose(lease, null);
            assertThat(variant.name()).isEqualTo("reparam");
            Ran<List<HostTensor>> ran = runs.run(lease, variant, rows(count), count, Deadline.NONE, CallTerms.NONE);
            assertThat(ran.value().get(0).floats().remaining()).isEqualTo(10 * count);
        }
    }

    private void keepBusy(String variant) throws InterruptedException {
        submit(variant).join();
        gate.awaitBusy();
    }

    private CompletableFuture<Ran<List<HostTensor>>> submit(String variant) {
        return models.model(null).variant(variant).submit(rows(1), 1, Deadline.NONE, Priority.NORMAL);
    }

    private String next() throws InterruptedException {
        return String.valueOf(notes.heard.poll(30, TimeUnit.SECONDS));
    }

    /** Photographs, ready for the net. */
    private List<HostTensor> rows(int count) {
        ImageTensorizer tensorizer = models.model(null).variant(null).images().tensorizer();
        FloatBuffer rows = FloatBuffer.allocate(count * tensorizer.spec().floats());
        for (SampleImages.Sample sample : SampleImages.all().subList(0, count)) {
            tensorizer.tensorize(DECODER.decode(sample.png(), tensorizer.spec(), () -> Long.MAX_VALUE), rows);
        }
        return List.of(HostTensor.of(List.of((long) count, 3L, 32L, 32L), rows.flip()));
    }
}
