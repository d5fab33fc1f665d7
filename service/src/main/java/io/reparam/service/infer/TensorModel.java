package io.reparam.service.infer;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import io.reparam.service.batch.Ran;
import io.reparam.service.classify.Target;
import io.reparam.service.classify.VariantRun;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A variant under a name of the protocol; stays loaded until this is closed. With {@link TensorModels}, all of this package that
 * knows how models run.
 */
final class TensorModel implements AutoCloseable {
    /** Rows of one request. */
    static final int MAX_BATCH = 64;

    private final String name;
    private final Lease lease;
    private final ServedVariant variant;
    private final VariantRun runs;

    TensorModel(String name, Lease lease, ServedVariant variant, VariantRun runs) {
        this.name = name;
        this.lease = lease;
        this.variant = variant;
        this.runs = runs;
    }

    /** As the caller wrote it. */
    String name() {
        return name;
    }

    String version() {
        return target().version();
    }

    int maxBatch() {
        return Math.min(MAX_BATCH, variant.queueCapacity());
    }

    String inputName() {
        return variant.inputName();
    }

    String outputName() {
        return variant.outputName();
    }

    /** Without the batch: {@code [C, H, W]} for images. */
    List<Long> inputRow() {
        return variant.inputRow();
    }

    /** Without the batch: {@code [C]} for classifiers. */
    List<Long> outputRow() {
        return variant.outputRow();
    }

    /** With -1 for the batch. */
    List<Long> inputShape() {
        return withBatch(-1, inputRow());
    }

    /** With -1 for the batch. */
    List<Long> outputShape() {
        return withBatch(-1, outputRow());
    }

    /** Runs at a time. */
    int instances() {
        return variant.instances();
    }

    /** Parts in which so many rows run. */
    int parts(int rows) {
        return (rows + variant.maxBatch() - 1) / variant.maxBatch();
    }

    /** Floats of one row of the input. */
    int inputSize() {
        return Math.toIntExact(inputRow().stream().reduce(1L, Math::multiplyExact));
    }

    /** Floats of one row of the output. */
    int outputSize() {
        return Math.toIntExact(outputRow().stream().reduce(1L, Math::multiplyExact));
    }

    /** Whether it takes encoded images, too. */
    boolean takesImages() {
        return lease.model().images().isPresent();
    }

    Optional<LabelSet> labels() {
        return lease.model().labels();
    }

    Target target() {
        return Target.of(variant);
    }

    static List<Long> withBatch(long batch, List<Long> row) {
        return Stream.concat(Stream.of(batch), row.stream()).toList();
    }

    /** @throws ServiceException BAD_REQUEST if the net takes tensors only */
    PreprocessSpec preprocess() {
        return lease.model().tensorizer().spec();
    }

    /** @throws ServiceException BAD_REQUEST if the net takes tensors only */
    void tensorize(RgbImage image, FloatBuffer out) {
        lease.model().tensorizer().tensorize(image, out);
    }

    /**
     * Runs rows and waits for the answer.
     *
     * @param rows from position to limit; not to be changed, ever
     * @return as many rows of output, from index 0 on
     */
    Ran<FloatBuffer> run(FloatBuffer rows, int count, SchedulePolicy schedule) {
        return runs.run(lease, variant, rows, count, schedule.start(), schedule.terms());
    }

    @Override
    public void close() {
        lease.close();
    }
}
