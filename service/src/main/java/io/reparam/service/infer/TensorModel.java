package io.reparam.service.infer;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.RgbImage;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.Slot;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A variant under a name of the protocol; stays loaded until this is closed. With {@link TensorModels}, all of this package that
 * knows how models run.
 */
public final class TensorModel implements AutoCloseable {
    /** Rows of one request; they run one by one. */
    static final int MAX_BATCH = 64;

    private final String name;
    private final Lease lease;
    private final ServedVariant variant;

    TensorModel(String name, Lease lease, ServedVariant variant) {
        this.name = name;
        this.lease = lease;
        this.variant = variant;
    }

    /** As the caller wrote it. */
    public String name() {
        return name;
    }

    public String version() {
        return target().version();
    }

    public int maxBatch() {
        return MAX_BATCH;
    }

    public String inputName() {
        return variant.inputName();
    }

    public String outputName() {
        return variant.outputName();
    }

    /** Without the batch: {@code [C, H, W]} for images. */
    public List<Long> inputRow() {
        return variant.inputRow();
    }

    /** Without the batch: {@code [C]} for classifiers. */
    public List<Long> outputRow() {
        return variant.outputRow();
    }

    /** With -1 for the batch. */
    public List<Long> inputShape() {
        return withBatch(-1, inputRow());
    }

    /** With -1 for the batch. */
    public List<Long> outputShape() {
        return withBatch(-1, outputRow());
    }

    /** Floats of one row of the output. */
    int outputSize() {
        return Math.toIntExact(outputRow().stream().reduce(1L, Math::multiplyExact));
    }

    /** Whether it takes encoded images, too. */
    public boolean takesImages() {
        return lease.model().images().isPresent();
    }

    public Optional<LabelSet> labels() {
        return lease.model().labels();
    }

    Target target() {
        return Target.of(lease.model(), variant);
    }

    static List<Long> withBatch(long batch, List<Long> row) {
        return Stream.concat(Stream.of(batch), row.stream()).toList();
    }

    /** @throws ServiceException BAD_REQUEST if the net takes tensors only */
    void tensorize(RgbImage image, FloatBuffer out) {
        lease.model().tensorizer().tensorize(image, out);
    }

    /**
     * Runs one row.
     *
     * @param fill writes the row at the buffer's position
     * @param out gets the output's row at its position
     * @param deadlineNanos on the scale of System.nanoTime: not run after it
     */
    void runRow(Consumer<FloatBuffer> fill, FloatBuffer out, long deadlineNanos, RunTimes times) {
        long start = System.nanoTime();
        Slot slot = take();
        try {
            long taken = System.nanoTime();
            if (deadlineNanos - taken < 0) {
                throw new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the timeout passed before the model ran");
            }
            fill.accept(slot.input());
            long filled = System.nanoTime();
            variant.run(slot);
            long ran = System.nanoTime();
            out.put(slot.logits());
            times.add(Stage.QUEUE, taken - start);
            times.add(Stage.PREPROCESS, filled - taken);
            times.add(Stage.INFER, ran - filled);
            times.add(Stage.POSTPROCESS, System.nanoTime() - ran);
        } finally {
            variant.giveBack(slot);
        }
    }

    private Slot take() {
        try {
            return variant.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
