package io.reparam.service.classify;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** One request under way: which target it found, and how long its stages took. Belongs to the thread that runs it. */
final class Call {
    final Protocol protocol;
    private final ClassifyListener listener;
    private final long start = System.nanoTime();
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private Target target = Target.NONE;

    Call(Protocol protocol, ClassifyListener listener) {
        this.protocol = protocol;
        this.listener = listener;
    }

    Target target() {
        return target;
    }

    void found(Target found) {
        target = found;
    }

    long elapsedNanos() {
        return System.nanoTime() - start;
    }

    /** Does the work and times it, if it succeeds. */
    <T> T time(Stage stage, Supplier<T> work) {
        long before = System.nanoTime();
        T result = work.get();
        took(stage, System.nanoTime() - before);
        return result;
    }

    /** Notes a stage that was timed elsewhere. */
    void took(Stage stage, long took) {
        nanos.put(stage, took);
        listener.stageDone(target, protocol, stage, took);
    }

    Classification.Timings timings() {
        return new Classification.Timings(
                micros(Stage.DECODE),
                micros(Stage.QUEUE),
                micros(Stage.PREPROCESS),
                micros(Stage.INFER),
                micros(Stage.POSTPROCESS));
    }

    private long micros(Stage stage) {
        return nanos.getOrDefault(stage, 0L) / 1000;
    }
}
