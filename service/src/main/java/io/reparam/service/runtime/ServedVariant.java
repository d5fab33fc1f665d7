package io.reparam.service.runtime;

import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.service.batch.BatchLimits;
import io.reparam.service.batch.BatchRunner;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.DynamicBatcher;
import io.reparam.service.batch.Item;
import io.reparam.service.batch.Offer;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loaded, warm variant of a model: its session, its queue and the threads that run it. Any number of threads may share it. */
public final class ServedVariant implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedVariant.class);
    private static final Duration LAST_RUNS = Duration.ofSeconds(5);

    private final Name name;
    private final OrtModel model;
    private final NetInterface net;
    private final @Nullable ImageRole images;
    private final int instances;
    private final List<ModelInstance> slots = new ArrayList<>();
    private final DynamicBatcher<List<HostTensor>, List<HostTensor>> batcher;

    /**
     * Warms it up and starts its threads.
     *
     * @param model is this variant's from now on, unless this throws
     * @param instances runs at a time
     */
    ServedVariant(
            Name name,
            OrtModel model,
            NetInterface net,
            @Nullable ImageRole images,
            int instances,
            BatchLimits limits,
            RunListener listener) {
        this.name = name;
        this.model = model;
        this.net = net;
        this.images = images;
        this.instances = instances;
        if (net.bindable()) {
            bind(limits.maxBatch());
        }
        List<? extends BatchRunner<List<HostTensor>, List<HostTensor>>> runners = net.bindable()
                ? slots
                : Stream.generate(() -> new OpenRunner(model, net))
                        .limit(instances)
                        .toList();
        batcher = new DynamicBatcher<>(
                name.toString(),
                limits,
                runners,
                () -> new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the model ran"),
                (rows, nanos) -> listener.ran(this, rows, nanos));
    }

    private void bind(int maxBatch) {
        try {
            for (int i = 0; i < instances; i++) {
                slots.add(new ModelInstance(model, net, maxBatch));
            }
            slots.get(0).warmUp();
        } catch (RuntimeException e) {
            slots.forEach(ModelInstance::close);
            throw e;
        }
    }

    public Name id() {
        return name;
    }

    /** Within its model. */
    public String name() {
        return name.variant();
    }

    /** What it takes and gives. */
    public NetInterface net() {
        return net;
    }

    /**
     * How it classifies images.
     *
     * @throws ServiceException BAD_REQUEST if it takes tensors only
     */
    public ImageRole images() {
        if (images == null) {
            throw bad("model '" + name.model() + "' takes tensors only: nothing says how its images are prepared; a "
                    + "model.yaml with labels and preprocess would");
        }
        return images;
    }

    /** Whether it classifies images. */
    public boolean takesImages() {
        return images != null;
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
     * <p>The future gives a tensor for each output, with as many rows, and how long it took. It fails with
     * a {@link ServiceException} DEADLINE_EXCEEDED if the deadline passed before the run, which then is not made, and with
     * whatever ONNX Runtime throws. {@code cancel} on the future itself frees the place, or drops the result of a run that is on.
     * What is chained to it runs on the thread that made the run, and must be short. Hold the {@link Lease} until it is there.
     *
     * @param inputs a tensor for each input in the net's order, not to be changed before the answer
     * @param count of rows in each; 1 where there is no batch. More than {@link #maxBatch} run in several parts, for which all
     *     places are taken at once or none
     * @throws ServiceException OVERLOADED if the queue is full; BAD_REQUEST if count and inputs do not fit each other, the net or
     *     the queue
     */
    public CompletableFuture<Ran<List<HostTensor>>> submit(
            List<HostTensor> inputs, int count, Deadline deadline, Priority priority) {
        return answer(batcher.offer(items(inputs, count, deadline, priority)));
    }

    /**
     * Like {@link #submit}, for a caller that waits for the answer anyway: where nothing waits or runs and runs are short, its rows
     * run on its own thread before this returns.
     */
    public CompletableFuture<Ran<List<HostTensor>>> run(
            List<HostTensor> inputs, int count, Deadline deadline, Priority priority) {
        List<Item<List<HostTensor>>> items = items(inputs, count, deadline, priority);
        return answer(items.size() == 1 ? batcher.run(items.get(0)) : batcher.offer(items));
    }

    private List<Item<List<HostTensor>>> items(
            List<HostTensor> inputs, int count, Deadline deadline, Priority priority) {
        if (count < 1 || count > queueCapacity()) {
            throw bad("a batch of " + count + "; " + name + " takes 1 to " + queueCapacity() + " at a time");
        }
        requireFit(inputs, count);
        if (!net.batched()) {
            return List.of(new Item<>(inputs, shapes(inputs, 0), 1, deadline, priority));
        }
        List<Long> rows = shapes(inputs, 1);
        if (count <= maxBatch()) {
            return List.of(new Item<>(inputs, rows, count, deadline, priority));
        }
        List<Item<List<HostTensor>>> items = new ArrayList<>();
        for (int first = 0; first < count; first += maxBatch()) {
            int taken = Math.min(maxBatch(), count - first);
            items.add(new Item<>(TensorRows.part(inputs, first, taken), rows, taken, deadline, priority));
        }
        return items;
    }

    private void requireFit(List<HostTensor> inputs, int count) {
        if (inputs.size() != net.inputs().size()) {
            throw bad(inputs.size() + " inputs; " + name + " takes "
                    + net.inputs().size());
        }
        for (int i = 0; i < inputs.size(); i++) {
            NetInterface.Port port = net.inputs().get(i);
            HostTensor input = inputs.get(i);
            if (input.type() != port.type() || !fits(input.shape(), net.shape(port, count))) {
                throw bad("input '" + port.name() + "' is " + input.type() + " " + input.shape() + "; it must be "
                        + port.type() + " " + net.shape(port, count));
            }
        }
    }

    private static boolean fits(List<Long> shape, List<Long> wanted) {
        boolean fits = shape.size() == wanted.size();
        for (int i = 0; fits && i < shape.size(); i++) {
            fits = wanted.get(i) < 0 || wanted.get(i).equals(shape.get(i));
        }
        return fits;
    }

    /** What must be equal for requests to share a run; of one input of known sizes nothing is made again. */
    private List<Long> shapes(List<HostTensor> inputs, int from) {
        if (inputs.size() == 1 && net.inputs().get(0).known()) {
            return net.inputs().get(0).row();
        }
        List<Long> shapes = new ArrayList<>();
        for (HostTensor input : inputs) {
            shapes.add((long) input.shape().size());
            shapes.addAll(input.shape().subList(from, input.shape().size()));
        }
        return shapes;
    }

    private CompletableFuture<Ran<List<HostTensor>>> answer(Offer<List<HostTensor>> offer) {
        if (offer instanceof Offer.Accepted<List<HostTensor>> accepted) {
            List<CompletableFuture<Ran<List<HostTensor>>>> answers = accepted.answers();
            return answers.size() == 1 ? answers.get(0) : new PartedAnswer(answers);
        }
        if (offer instanceof Offer.Closed<List<HostTensor>>) {
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
                slots.forEach(ModelInstance::close);
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

    /** Which net: a variant of a version of a model. */
    public record Name(String model, int version, String variant) {
        @Override
        public String toString() {
            return model + "/" + version + "/" + variant;
        }
    }

    /** Hears of the runs of all variants, on the threads that make them; what it throws ends up in the log. */
    @FunctionalInterface
    public interface RunListener {
        /** A batch was run. */
        void ran(ServedVariant variant, int rows, long nanos);
    }
}
