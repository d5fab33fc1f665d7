package io.reparam.service.runtime;

import io.reparam.ort.OrtModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loaded variant of a model: its session and the memory of its runs. Any number of threads may share it. */
public final class ServedVariant implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedVariant.class);
    private static final int LAST_RUNS_SECONDS = 5;

    private final String label;
    private final String name;
    private final OrtModel model;
    private final NetShape shape;
    private final SlotPool pool;

    /** @param label model, version and variant, for messages */
    ServedVariant(String label, String name, OrtModel model, NetShape shape, int slots) {
        this.label = label;
        this.name = name;
        this.model = model;
        this.shape = shape;
        pool = new SlotPool(slots, () -> new Slot(shape));
    }

    public String name() {
        return name;
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

    /** Waits for memory to run with; follow with {@link #giveBack} in a finally block. */
    public Slot take() throws InterruptedException {
        return pool.take();
    }

    public void giveBack(Slot slot) {
        pool.giveBack(slot);
    }

    /**
     * Runs the net on the slot's input and leaves the logits in the slot.
     *
     * @throws io.reparam.ort.OrtModelException if the run fails
     */
    public void run(Slot slot) {
        model.run(slot.input, slot.output);
    }

    /** Waits for the last runs; closing the session below one would crash the process. */
    @Override
    public void close() {
        try {
            if (pool.drain(LAST_RUNS_SECONDS, TimeUnit.SECONDS)) {
                model.close();
            } else {
                LOG.warn(
                        "{} still runs after {} s; its session is left to the end of the process",
                        this,
                        LAST_RUNS_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return label + " on " + provider();
    }
}
