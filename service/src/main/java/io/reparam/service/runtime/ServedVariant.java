package io.reparam.service.runtime;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loaded, warm variant of a model: its session, its queue and the threads that run it. Any number of threads may share it. */
public final class ServedVariant implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedVariant.class);
    private static final Duration LAST_RUNS = Duration.ofSeconds(5);

    private final VariantName name;
    private final OrtModel model;
    private final NetShape shape;
    private final int instances;
    private final List<Slot> slots = new ArrayList<>();
    private final DynamicBatcher<FloatBuffer, FloatBuffer> batcher;

    /**
     * Warms it up and starts its threads.
     *
     * @param model is this variant's from now on, unless this throws
     * @param instances runs at a time
     */
    ServedVariant(
            VariantName name,
            OrtModel model,
            NetShape shape,
            int instances,
            QueueSettings queue,
            RunListener listener) {
        this.name = name;
        this.model = model;
        this.shape = shape;
        this.instances = instances;
        BatchLimits limits = queue.limits(shape.mostRows(model));
        try {
            for (int i = 0; i < instances; i++) {
                slots.add(new Slot(model, shape, limits.maxBatch()));
            }
            slots.get(0).warmUp();
        } catch (RuntimeException e) {
            slots.forEach(Slot::close);
            throw e;
        }
        batcher = new DynamicBatcher<>(
                name.toString(),
                limits,
                slots,
                () -> new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the model ran"),
                (rows, nanos) -> listener.ran(this, rows, nanos));
    }

    public VariantName id() {
        return name;
    }

    /** Within its model. */
    public String name() {
        return name.variant();
    }

    /** Of the net's only input. */
    public String inputName() {
        return model.inputs().get(0).name();
    }

    /** One row of the input, such as {@code [3][H][W]}. */
    public List<Long> inputRow() {
        return shape.input().subList(1, shape.input().size());
    }

    /** One row of the output, such as {@code [C]}. */
    public List<Long> outputRow() {
        return shape.output().subList(1, shape.output().size());
    }

    /** Of the net's only output. */
    public String outputName() {
        return model.outputs().get(0).name();
    }

    /** Where it runs: {@code cpu} or {@code cuda}. */
    public String provider() {
        return model.settings().provider().label();
    }

    /** Runs at a time. */
    public int instances() {
        return instances;
    }

    /** Rows of the largest run. */
    public int maxBatch() {
        return batcher.limits().maxBatch();
    }

    /** Rows that wait. */
    public int queueDepth() {
        return batcher.depth();
    }

    /** Rows that may wait, and of the largest {@link #submit}. */
    public int queueCapacity() {
        return batcher.limits().capacity();
    }

    /**
     * Runs rows of input, together with those of others, and gives each caller its own rows of output. Returns at once; who
     * blocks, waits on the future.
     *
     * <p>The future gives {@link #outputRow} floats for each row on the heap, from index 0 on, and how long it took. It fails with
     * a {@link ServiceException} DEADLINE_EXCEEDED if the deadline passed before the run, which then is not made, and with
     * whatever ONNX Runtime throws. {@code cancel} on the future itself frees the place, or drops the result of a run that is on.
     * What is chained to it runs on the thread that made the run, and must be short. Hold the {@link Lease} until it is there.
     *
     * @param rows {@code count} times {@link #inputRow} floats from position to limit, direct or not; not to be changed before the
     *     answer. More than {@link #maxBatch} run in several parts, for which all places are taken at once or none
     * @throws ServiceException OVERLOADED if the queue is full; BAD_REQUEST if count and rows do not fit each other or the queue
     */
    public CompletableFuture<Ran<FloatBuffer>> submit(
            FloatBuffer rows, int count, Deadline deadline, Priority priority) {
        return answer(batcher.offer(items(rows, count, deadline, priority)));
    }

    /**
     * Like {@link #submit}, for a caller that waits for the answer anyway: where nothing waits or runs and runs are short, its rows
     * run on its own thread before this returns.
     */
    public CompletableFuture<Ran<FloatBuffer>> run(FloatBuffer rows, int count, Deadline deadline, Priority priority) {
        List<Item<FloatBuffer>> items = items(rows, count, deadline, priority);
        return answer(items.size() == 1 ? batcher.run(items.get(0)) : batcher.offer(items));
    }

    private List<Item<FloatBuffer>> items(FloatBuffer rows, int count, Deadline deadline, Priority priority) {
        if (count < 1 || count > queueCapacity()) {
            throw bad("a batch of " + count + "; " + name + " takes 1 to " + queueCapacity() + " at a time");
        }
        int floats = shape.inputFloats();
        if (rows.remaining() != (long) count * floats) {
            throw bad(rows.remaining() + " floats for " + count + " rows of " + inputRow() + "; they need "
                    + (long) count * floats);
        }
        List<Item<FloatBuffer>> items = new ArrayList<>();
        for (int first = 0; first < count; first += maxBatch()) {
            int taken = Math.min(maxBatch(), count - first);
            FloatBuffer part = rows.slice(rows.position() + first * floats, taken * floats);
            items.add(new Item<>(part, inputRow(), taken, deadline, priority));
        }
        return items;
    }

    private CompletableFuture<Ran<FloatBuffer>> answer(Offer<FloatBuffer> offer) {
        if (offer instanceof Offer.Accepted<FloatBuffer> accepted) {
            List<CompletableFuture<Ran<FloatBuffer>>> answers = accepted.answers();
            return answers.size() == 1 ? answers.get(0) : new PartedAnswer(answers);
        }
        if (offer instanceof Offer.Closed<FloatBuffer>) {
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        }
        throw new ServiceException(
                ErrorKind.OVERLOADED,
                "the queue of " + name + " has " + queueCapacity()
                        + " places, too few of them free; try again in a second");
    }

    /** Answers what came before; closing the session below a run would crash the process. */
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

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }

    @Override
    public String toString() {
        return name + " on " + provider();
    }
}
