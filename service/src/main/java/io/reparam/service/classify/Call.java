package io.reparam.service.classify;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request under way: which target it found, and how long its stages took. The transport that received it ends it, by
 * {@link #answered} or by {@link #failed}. Belongs to the thread that runs it.
 */
public final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final Protocol protocol;
    private final ClassifyListener listener;
    private final Supplier<Target> asked;
    private final long start = System.nanoTime();
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private Target target = Target.NONE;

    /** @param asked whom it counts for if it fails before its target is found */
    Call(Protocol protocol, ClassifyListener listener, Supplier<Target> asked) {
        this.protocol = protocol;
        this.listener = listener;
        this.asked = asked;
    }

    /** What answers it is known from now on. */
    public void found(Target found) {
        target = found;
    }

    /** Since the transport received it. */
    public long elapsedNanos() {
        return System.nanoTime() - start;
    }

    /** Does the work and times it, if it succeeds. */
    public <T> T time(Stage stage, Supplier<T> work) {
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

    /** What a stage took; 0 if there was none. */
    public long nanos(Stage stage) {
        return nanos.getOrDefault(stage, 0L);
    }

    /** Ends it well. */
    public <T> T answered(T answer) {
        listener.requestDone(target, protocol, null, elapsedNanos());
        return answer;
    }

    /**
     * Ends it badly.
     *
     * @return what the caller is to hear; the reason of a defect goes to the log alone
     */
    public ServiceException failed(Throwable reason) {
        if (target.equals(Target.NONE)) {
            target = asked.get();
        }
        ServiceException failure = heard(reason);
        listener.requestDone(target, protocol, failure.kind(), elapsedNanos());
        return failure;
    }

    private ServiceException heard(Throwable reason) {
        if (reason instanceof ServiceException known) {
            return known;
        }
        LOG.error("A request to {} failed", target, reason);
        return new ServiceException(ErrorKind.INTERNAL, "the service failed; its log says why");
    }
}
