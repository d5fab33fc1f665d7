package io.reparam.train;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.data.Batches;
import io.reparam.data.Cifar10;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Trains a net by a plan, with a checkpoint after every epoch. One thread calls {@link #run}; any other may call {@link #stop}.
 */
public final class TrainingRun {
    /** How images are prepared for the nets trained here. */
    public static final PreprocessSpec SPEC = PreprocessSpec.CIFAR;

    private static final int EVALUATION_BATCH = 50; // all activations of a batch are alive at once

    private final TrainingPlan plan;
    private final Cifar10 data;
    private final CheckpointStore checkpoints;
    private final TrainingListener listener;
    private final Batches training;
    private final Batches test;
    private final int totalSteps;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    /** @throws IllegalArgumentException if the batch is larger than the training set */
    public TrainingRun(TrainingPlan plan, Cifar10 data, CheckpointStore checkpoints, TrainingListener listener) {
        this.plan = plan;
        this.data = data;
        this.checkpoints = checkpoints;
        this.listener = listener;
        ImageTensorizer tensorizer = new ImageTensorizer(SPEC);
        training = Batches.training(data.training(), tensorizer, plan.batch());
        test = Batches.evaluation(data.test(), tensorizer, EVALUATION_BATCH);
        int all = plan.epochs() * training.count();
        totalSteps = plan.maxSteps() == 0 ? all : Math.min(all, plan.maxSteps());
    }

    /**
     * Trains to the plan's end, from the checkpoint if there is one.
     *
     * @return the record with every epoch
     * @throws TrainingException if the checkpoint has another plan or data, the loss is no number any more, or the run was stopped
     * @throws IOException if a checkpoint cannot be read or written
     */
    public RunRecord run() throws IOException {
        checkpoints.prepare();
        RunRecord fresh = new RunRecord(
                plan,
                Cifar10.NAME,
                data.fingerprint(),
                data.test().labels(),
                data.test().size(),
                TrainingEngine.versions(),
                List.of());
        boolean resumes = checkpoints.exists();
        RunRecord record = resumes ? checkpoints.readRecord() : fresh;
        requireSame(record, fresh);
        int classes = fresh.labels().size();
        try (TrainableNet net = resumes ? checkpoints.readNet(SPEC) : TrainableNet.create(plan, classes, SPEC)) {
            for (int e = record.epochs().size(); e * training.count() < totalSteps; e++) {
                EpochResult result = epoch(net, e);
                record = record.plus(result);
                checkpoints.save(record, net);
                listener.onEpoch(result);
            }
        } finally {
            ended.countDown();
        }
        return record;
    }

    /** Ends the run after the step under way and waits for that; what was trained since the last checkpoint is lost. */
    public void stop() throws InterruptedException {
        stopped = true;
        ended.await();
    }

    private void requireSame(RunRecord saved, RunRecord wanted) {
        if (!saved.plan().equals(wanted.plan())) {
            throw new TrainingException(
                    "the checkpoint was trained with another plan; resume it with the same options or"
                            + " choose another --out\n  checkpoint: " + saved.plan() + "\n  asked for:  "
                            + wanted.plan());
        }
        if (!saved.dataSha256().equals(wanted.dataSha256())) {
            throw new TrainingException("the checkpoint was trained on other data (SHA-256 " + saved.dataSha256()
                    + ", here " + wanted.dataSha256() + "); name the same --data or choose another --out");
        }
    }

    private EpochResult epoch(TrainableNet net, int epoch) {
        long start = System.nanoTime();
        training.startEpoch(plan.seed(), epoch);
        int first = epoch * training.count();
        int steps = Math.min(training.count(), totalSteps - first);
        double loss = 0;
        int right = 0;
        float rate = 0;
        for (int s = 0; s < steps; s++) {
            if (stopped) {
                throw new TrainingException("stopped in epoch " + (epoch + 1));
            }
            rate = plan.learningRateAt(first + s, totalSteps, training.count());
            TrainableNet.Step step = net.step(training, training.load(s), rate);
            requireFinite(step.loss(), first + s + 1);
            loss += step.loss();
            right += step.right();
            listener.onStep(first + s + 1, totalSteps, step.loss());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int images = steps * plan.batch();
        return new EpochResult(
                epoch + 1, rate, loss / steps, (double) right / images, net.accuracy(test), seconds, images / seconds);
    }

    private void requireFinite(float loss, int step) {
        if (!Float.isFinite(loss)) {
            throw new TrainingException("the loss is " + loss + " at step " + step + ": training diverged; lower"
                    + " --learning-rate (" + plan.learningRate() + ") or raise --warmup-epochs (" + plan.warmupEpochs()
                    + ")");
        }
    }
}
