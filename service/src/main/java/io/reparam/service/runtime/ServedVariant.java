package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.ort.OrtModel;
import io.reparam.service.batch.BatchLimits;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.DynamicBatcher;
import io.reparam.service.batch.Item;
import io.reparam.service.batch.Offer;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loaded, warm variant of a model: its session, its queue and the threads that run it. Any number of threads may share it. */
public final class ServedVariant implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedVariant.class);
    private static final Duration LAST_RUNS = Duration.ofSeconds(20);

    private final String name;
    private final ModelManifest manifest;
    private final OrtModel model;
    private final long[] image;
    private final List<Slot> slots = new ArrayList<>();
    private final DynamicBatcher<FloatBuffer, FloatBuffer> batcher;

    /**
     * Warms it up and starts its threads.
     *
     * @param model is this variant's from now on
     * @param instances runs at a time
     */
    ServedVariant(
            String name,
            ModelManifest manifest,
            OrtModel model,
            int instances,
            QueueSettings queue,
            RunListener listener) {
        this.name = name;
        this.manifest = manifest;
        this.model = model;
        PreprocessSpec spec = manifest.preprocess();
        image = new long[] {3, spec.height(), spec.width()};
        BatchLimits limits = queue.limits(mostRows(model));
        try {
            for (int i = 0; i < instances; i++) {
                slots.add(new Slot(model, image, manifest.labels().size(), limits.maxBatch()));
            }
            slots.get(0).warmUp();
        } catch (RuntimeException e) {
            slots.forEach(Slot::close);
            throw e;
        }
        batcher = new DynamicBatcher<>(
                manifest.name() + "-" + name,
                limits,
                slots,
                () -> new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the model ran"),
                (rows, nanos) -> listener.ran(this, rows, nanos));
    }

    /** A net with a fixed batch takes that many rows and no other number; {@link InterfaceCheck} lets only 1 pass. */
    private static int mostRows(OrtModel model) {
        boolean free = model.inputs().get(0).shape().get(0) == -1
                && model.outputs().get(0).shape().get(0) == -1;
        return free ? Integer.MAX_VALUE : 1;
    }

    public String name() {
        return name;
    }

    public String modelName() {
        return manifest.name();
    }

    public int version() {
        return manifest.version();
    }

    /** Where it runs: {@code cpu} or {@code cuda}. */
    public String provider() {
        return model.settings().provider().label();
    }

    /** {@code [3][H][W]} of one row. */
    public long[] itemShape() {
        return image.clone();
    }

    /** Rows of the largest {@link #submit}. */
    public int maxBatch() {
        return batcher.limits().maxBatch();
    }

    /** Rows that wait. */
    public int queueDepth() {
        return batcher.depth();
    }

    /** Rows that may wait. */
    public int queueCapacity() {
        return batcher.limits().capacity();
    }

    /**
     * Runs rows of input, together with those of others, and gives each caller its own logits. Returns at once; who blocks, waits
     * on the future.
     *
     * <p>The future gives {@code [count][C]} floats on the heap, from index 0 on, and how long it took. It fails with a
     * {@link ServiceException} DEADLINE_EXCEEDED if the deadline passed before the run, which then is not made, and with
     * whatever ONNX Runtime throws. {@code cancel} on the future itself frees the place, or drops the result of a run that is on.
     * What is chained to it runs on the thread that runs batches, and must be short.
     *
     * @param rows {@code [count][3][H][W]} floats in native byte order from position to limit, direct or not; not to be changed
     *     before the answer
     * @param count rows, 1 to {@link #maxBatch}
     * @param itemShape of one row; must be {@link #itemShape}
     * @throws ServiceException OVERLOADED if the queue is full; BAD_REQUEST if count, shape and rows do not fit each other or the
     *     net
     * @throws VariantClosedException if a newer version has replaced it: look the model up again
     */
    public CompletableFuture<Ran<FloatBuffer>> submit(
            FloatBuffer rows, int count, long[] itemShape, Deadline deadline, Priority priority) {
        if (!Arrays.equals(itemShape, image)) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    "the shape of one item is " + Arrays.toString(itemShape) + "; " + manifest.name() + " takes "
                            + Arrays.toString(image));
        }
        if (count < 1 || count > maxBatch()) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    "a batch of " + count + "; " + manifest.name() + " takes 1 to " + maxBatch() + " at a time");
        }
        long floats = count * image[0] * image[1] * image[2];
        if (rows.remaining() != floats) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    rows.remaining() + " floats for " + count + " items of shape " + Arrays.toString(image)
                            + "; they need " + floats);
        }
        Offer<FloatBuffer> offer = batcher.offer(new Item<>(rows, List.of(), count, deadline, priority));
        if (offer instanceof Offer.Accepted<FloatBuffer> accepted) {
            return accepted.answer();
        }
        if (offer instanceof Offer.Closed<FloatBuffer>) {
            throw new VariantClosedException(this);
        }
        throw new ServiceException(
                ErrorKind.OVERLOADED,
                "the queue of " + manifest.name() + "/" + name + " has " + queueCapacity()
                        + " places, too few of them free; try again in a second");
    }

    /** Refuses what comes now, and answers what came before; closing the session below a run would crash the process. */
    @Override
    public void close() {
        try {
            if (batcher.close(LAST_RUNS)) {
                slots.forEach(Slot::close);
                slots.clear();
                model.close();
            } else {
                LOG.warn("{} still runs after {}; its session is left to the end of the process", this, LAST_RUNS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return manifest.name() + "/" + manifest.version() + "/" + name + " on " + provider();
    }
}
