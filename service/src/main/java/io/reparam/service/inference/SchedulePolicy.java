package io.reparam.service.inference;

import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.classify.CallTerms;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Triton's schedule policy: how long a request may wait before it runs, and before whom it goes.
 *
 * @param start it does not run if it has not begun by then
 * @param terms how its caller waits for the answer
 */
public record SchedulePolicy(Deadline start, CallTerms terms) {
    /** Of three levels; a model's configuration says so. */
    public static final int LEVELS = 3;

    public static final int DEFAULT_LEVEL = 2;

    /**
     * Reads {@code timeout}, microseconds from now, 0 for none, and {@code priority}, 1 for the highest, 0 for the default.
     *
     * @param caller how it waits, whatever its parameters say
     * @throws ServiceException BAD_REQUEST if one of them makes no sense
     */
    public static SchedulePolicy of(Parameters parameters, CallTerms caller) {
        Deadline start = caller.deadline();
        long micros = parameters.count("timeout");
        if (micros > 0) {
            Deadline timeout = Deadline.after(Duration.of(micros, ChronoUnit.MICROS));
            long now = System.nanoTime();
            start = timeout.remaining(now) < start.remaining(now) ? timeout : start;
        }
        long level = parameters.count("priority");
        return new SchedulePolicy(
                start,
                new CallTerms(caller.deadline(), priority(level == 0 ? DEFAULT_LEVEL : level), caller.cancellation()));
    }

    private static Priority priority(long level) {
        if (level < DEFAULT_LEVEL) {
            return Priority.HIGH;
        }
        return level == DEFAULT_LEVEL ? Priority.NORMAL : Priority.LOW;
    }
}
