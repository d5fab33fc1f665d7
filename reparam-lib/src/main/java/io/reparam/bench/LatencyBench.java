package io.reparam.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Times two models side by side in one process: each round runs both, in random order, so that neither profits from the machine
 * being faster for a while. The first tenth of the time warms up and is dropped. For one thread.
 */
public final class LatencyBench {
    private static final int FEWEST_ROUNDS = 10;
    private static final double WARM_UP = 0.1;

    private final BenchPlan plan;
    private final LongSupplier nanoTime;
    private final DoubleConsumer progress;

    /** @param progress hears the part done, 0 to 1, after every round */
    public LatencyBench(BenchPlan plan, DoubleConsumer progress) {
        this(plan, progress, System::nanoTime);
    }

    LatencyBench(BenchPlan plan, DoubleConsumer progress, LongSupplier nanoTime) {
        this.plan = plan;
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /**
     * Times two models.
     *
     * @param baseline bytes of an ONNX file
     * @param candidate bytes of an ONNX file
     * @throws io.reparam.ort.OrtModelException if a model does not load or run
     * @throws IllegalArgumentException if they take inputs of different sizes
     */
    public BenchReport run(byte[] baseline, byte[] candidate) {
        try (TimedModel a = new TimedModel(baseline, plan);
                TimedModel b = new TimedModel(candidate, plan)) {
            if (!a.inputShapes().equals(b.inputShapes())) {
                throw new IllegalArgumentException("the models take inputs of different sizes, " + a.inputShapes()
                        + " and " + b.inputShapes() + ": their times do not compare");
            }
            return run(a::run, b::run);
        }
    }

    BenchReport run(Runnable a, Runnable b) {
        Random order = new Random(plan.seed());
        long[] timesA = new long[1024];
        long[] timesB = new long[1024];
        int rounds = 0;
        long budget = (long) (plan.seconds() * 1e9);
        long start = nanoTime.getAsLong();
        long elapsed = 0;
        while (elapsed < budget || rounds < FEWEST_ROUNDS) {
            boolean firstA = order.nextBoolean();
            long first = time(firstA ? a : b);
            long second = time(firstA ? b : a);
            boolean warm = elapsed >= budget * WARM_UP;
            elapsed = nanoTime.getAsLong() - start;
            if (warm) {
                if (rounds == timesA.length) {
                    timesA = Arrays.copyOf(timesA, rounds * 2);
                    timesB = Arrays.copyOf(timesB, rounds * 2);
                }
                timesA[rounds] = firstA ? first : second;
                timesB[rounds] = firstA ? second : first;
                rounds++;
            }
            progress.accept(Math.min(1, (double) elapsed / budget));
        }
        long[] measuredA = Arrays.copyOf(timesA, rounds);
        long[] measuredB = Arrays.copyOf(timesB, rounds);
        return new BenchReport(
                Machine.current(),
                plan,
                Latency.of(measuredA),
                Latency.of(measuredB),
                Ratio.of(measuredA, measuredB, plan.seed()));
    }

    private long time(Runnable model) {
        long start = nanoTime.getAsLong();
        model.run();
        return nanoTime.getAsLong() - start;
    }
}
