package io.reparam.train;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.reparam.data.Batch;
import io.reparam.data.Batches;
import io.reparam.data.DataSet;
import io.reparam.data.ImageSet;
import io.reparam.data.Loader;
import io.reparam.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Trains a net by a plan, with a checkpoint after every epoch and where it is stopped; then looks at the test set once. One
 * thread calls {@link #run}; any other may call {@link #stop}.
 */
public final class TrainingRun {
    private static final int EVALUATION_BATCH =
            16; // all activations of a batch are alive at once, and Ctrl-C waits for its end

    private final RunRecord fresh;
    private final DataSet data;
    private final CheckpointStore checkpoints;
    private final TrainingListener listener;
    private final Split split;
    private final Batches batches;
    private final int totalSteps;
    private final Device device;
    private final int loaderThreads;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    /**
     * @param machine where to train, and how many threads prepare images
     * @throws IllegalArgumentException if the plan does not fit the data
     */
    public TrainingRun(
            TrainingPlan plan,
            DataSet data,
            CheckpointStore checkpoints,
            TrainingMachine machine,
            TrainingListener listener) {
        this.data = data;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.device = machine.device();
        this.loaderThreads = machine.loaderThreads();
        Recipe recipe = plan.recipe();
        split = Split.of(data.training(), plan.data().validation(), recipe.seed());
        batches = Batches.training(
                split.training(),
                data.trainingPreprocess(),
                data.transform(),
                plan.data().augmentation(),
                recipe.batch());
        int all = recipe.epochs() * batches.count();
        totalSteps = recipe.maxSteps() == 0 ? all : Math.min(all, recipe.maxSteps());
        plan.net().net(data.labels().size(), data.preprocess()); // says now what would not fit later
        Integer asrFrom = plan.asrFrom();
        if (asrFrom != null && totalSteps <= asrFrom * batches.count()) {
            throw new IllegalArgumentException("max-steps " + recipe.maxSteps() + " ends before asr-from " + asrFrom
                    + ", which comes after " + asrFrom * batches.count() + " steps");
        }
        fresh = new RunRecord(
                plan,
                data.name(),
                data.fingerprint(),
                data.labels(),
                data.preprocess(),
                TrainingEngine.versions(),
                null,
                List.of(),
                null,
                null);
    }

    /**
     * Trains to the plan's end, from the checkpoint if there is one.
     *
     * @return the record with every epoch and the test result
     * @throws TrainingException if the checkpoint has another plan or data, the loss is not a number any more, memory ran out, or
     *     the run was stopped
     * @throws IOException if an image or a checkpoint cannot be read or written
     */
    public RunRecord run() throws IOException {
        try {
            checkpoints.prepare();
            boolean resumes = checkpoints.exists();
            RunRecord record = resumes ? resumed(checkpoints.readRecord()) : begun();
            try (TrainableNet net = resumes ? checkpoints.readNet(device) : start();
                    Loader loader = new Loader(batches, loaderThreads)) {
                while (record.epochs().size() * batches.count() < totalSteps) {
                    record = epoch(record, net, loader);
                    if (Objects.equals(record.plan().asrFrom(), record.epochs().size())) {
                        listener.onNote(net.becomeAsr(record, split.training(), loaderThreads));
                        record = record.withAsr();
                    }
                    checkpoints.save(record, net, true);
                    listener.onEpoch(record.epochs().get(record.epochs().size() - 1));
                }
                if (record.test() == null) {
                    record = record.tested(test(record));
                    checkpoints.saveTested(record, net);
                }
            }
            return record;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            ended.countDown();
        }
    }

    /** Ends the run after the step under way, saves it, and waits for that. */
    public void stop() throws InterruptedException {
        requestStop();
        ended.await();
    }

    void requestStop() {
        stopped = true;
    }

    private RunRecord begun() throws IOException {
        String from = fresh.plan().from();
        return from == null ? fresh : fresh.startedFrom(new CheckpointStore(Path.of(from)).readRecord());
    }

    private TrainableNet start() throws IOException {
        TrainableNet net = TrainableNet.create(fresh, device);
        String from = fresh.plan().from();
        if (from != null) {
            WarmStart start = new WarmStart(new CheckpointStore(Path.of(from)), fresh);
            listener.onNote(start.into(net.block(), split.training(), loaderThreads));
        }
        return net;
    }

    /** The saved record, if this run may go on from it: it has the same plan, or one that only ends earlier. */
    private RunRecord resumed(RunRecord saved) {
        List<String> differences = PlanDifferences.between(saved.plan(), fresh.plan());
        boolean longer = saved.plan().endingAs(fresh.plan()).equals(fresh.plan())
                && totalSteps > saved.stepsDone(batches.count());
        if (!differences.isEmpty() && !longer) {
            throw new TrainingException(
                    "the checkpoint was trained with other options: "
                            + String.join(", ", differences)
                            + "; resume it with the same ones (only --epochs and --max-steps may grow) or choose another --out");
        }
        requireSameData(saved);
        if (differences.isEmpty()) {
            return saved;
        }
        listener.onNote("extends the run: " + String.join(", ", differences)
                + "; from here on the learning rate is the longer run's");
        return saved.extendedTo(fresh.plan());
    }

    private void requireSameData(RunRecord saved) {
        if (!saved.dataSha256().equals(fresh.dataSha256())) {
            throw new TrainingException("the checkpoint was trained on other data (SHA-256 " + saved.dataSha256()
                    + ", here " + fresh.dataSha256() + "); name the same --data or choose another --out");
        }
    }

    /** One epoch, or what is left of it. */
    private RunRecord epoch(RunRecord before, TrainableNet net, Loader loader) throws IOException {
        Recipe recipe = before.plan().recipe();
        int epoch = before.epochs().size();
        int first = epoch * batches.count();
        int steps = Math.min(batches.count(), totalSteps - first);
        Position position = before.position() == null ? Position.START : before.position();
        Position resumed = position;
        long start = System.nanoTime();
        loader.start(recipe.seed(), epoch, position.steps(), steps);
        while (position.steps() < steps) {
            if (stopped) {
                position = position.after((System.nanoTime() - start) / 1e9, loader.waitedSeconds());
                checkpoints.save(before.at(position), net, false);
                throw new TrainingException("stopped in epoch " + (epoch + 1) + " after step " + position.steps()
                        + " of " + steps + ", and saved; --resume goes on from there");
            }
            int index = first + position.steps();
            float rate = recipe.learningRateAt(index, totalSteps, batches.count());
            TrainableNet.Step step = step(net, loader.next(), rate, index + 1);
            position = position.plus(step);
            double images = (double) (position.steps() - resumed.steps()) * recipe.batch();
            listener.onStep(index + 1, totalSteps, step.loss(), images * 1e9 / (System.nanoTime() - start));
        }
        position = position.after((System.nanoTime() - start) / 1e9, loader.waitedSeconds());
        float rate = recipe.learningRateAt(first + steps - 1, totalSteps, batches.count());
        return before.plus(result(epoch + 1, rate, position, validate(net, before.at(position))));
    }

    private EpochResult result(int epoch, float rate, Position done, @Nullable Confusion validation)
            throws IOException {
        int images = done.steps() * fresh.plan().recipe().batch();
        return new EpochResult(
                epoch,
                rate,
                done.lossSum() / done.steps(),
                (double) done.right() / images,
                validation == null ? null : validation.loss(),
                validation == null ? null : validation.accuracy(),
                done.seconds(),
                images / done.seconds(),
                done.waitedSeconds(),
                ProcessMemory.residentMegabytes());
    }

    private TrainableNet.Step step(TrainableNet net, Batch batch, float rate, int number) {
        Recipe recipe = fresh.plan().recipe();
        TrainableNet.Step step;
        try {
            step = net.step(batch, rate, number);
        } catch (EngineException e) {
            throw OutOfMemory.is(e) ? OutOfMemory.at(number, fresh, e) : e;
        }
        if (!Float.isFinite(step.loss())) {
            throw new TrainingException("the loss is " + step.loss() + " at step " + number
                    + ": training diverged; lower --learning-rate (" + recipe.learningRate()
                    + ") or raise --warmup-epochs (" + recipe.warmupEpochs() + ")");
        }
        return step;
    }

    /** @param now what is saved if the run is stopped meanwhile */
    private @Nullable Confusion validate(TrainableNet net, RunRecord now) throws IOException {
        if (split.validation().isEmpty()) {
            return null;
        }
        try {
            return evaluate(net, split.validation().get());
        } catch (TrainingException e) {
            checkpoints.save(now, net, false);
            throw e;
        }
    }

    private TestResult test(RunRecord record) throws IOException {
        try (TrainableNet best = checkpoints.readBest(device)) {
            return evaluate(best, data.test()).result(record.bestEpoch());
        }
    }

    private Confusion evaluate(TrainableNet net, ImageSet images) {
        Batches all = Batches.evaluation(images, data.preprocess(), EVALUATION_BATCH);
        try (Loader loader = new Loader(all, loaderThreads)) {
            loader.start(0, 0, 0, all.count());
            return net.evaluate(loader, done -> {
                if (stopped) {
                    throw new TrainingException(
                            "stopped while looking at held-out images; every step is saved, --resume goes on from there");
                }
                listener.onEvaluation(done, all.count());
            });
        }
    }
}
