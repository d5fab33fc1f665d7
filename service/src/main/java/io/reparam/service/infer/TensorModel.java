package io.reparam.service.infer;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.Slot;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A variant under a name of the protocol. With {@link TensorModels}, all of this package that knows how models run. */
public final class TensorModel {
    /** Rows of one request; they run one by one. */
    static final int MAX_BATCH = 64;

    private final String name;
    private final ServedModel model;
    private final ServedVariant variant;

    TensorModel(String name, ServedModel model, ServedVariant variant) {
        this.name = name;
        this.model = model;
        this.variant = variant;
    }

    /** As the caller wrote it. */
    public String name() {
        return name;
    }

    public String version() {
        return Integer.toString(model.manifest().version());
    }

    public List<String> versions() {
        return List.of(version());
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

    /** C, H, W of one row of the input. */
    public List<Long> inputRow() {
        PreprocessSpec spec = model.manifest().preprocess();
        return List.of(3L, (long) spec.height(), (long) spec.width());
    }

    /** With -1 for the batch. */
    public List<Long> inputShape() {
        List<Long> row = inputRow();
        return List.of(-1L, row.get(0), row.get(1), row.get(2));
    }

    /** With -1 for the batch. */
    public List<Long> outputShape() {
        return List.of(-1L, (long) labels().size());
    }

    public LabelSet labels() {
        return model.manifest().labels();
    }

    Target target() {
        return new Target(model.name(), version(), variant.name(), variant.provider());
    }

    void tensorize(RgbImage image, FloatBuffer out) {
        model.tensorizer().tensorize(image, out);
    }

    /**
     * Runs one row.
     *
     * @param fill writes the row, {@code [3][H][W]}, at the buffer's position
     * @param out gets the logits, {@code [C]}, at its position
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
            times.add(taken - start, filled - taken, ran - filled, System.nanoTime() - ran);
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
}
