package io.reparam.service.infer;

import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import java.util.EnumMap;
import java.util.Map;

/** Nanoseconds of one request's steps, added up over its rows. Belongs to the request's thread. */
final class RunTimes {
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    int rows;
    double executions;

    void add(Stage stage, long took) {
        nanos.merge(stage, took, Long::sum);
    }

    long of(Stage stage) {
        return nanos.getOrDefault(stage, 0L);
    }

    void tell(ClassifyListener listener, Target target, Protocol protocol) {
        nanos.forEach((stage, took) -> listener.stageDone(target, protocol, stage, took));
    }
}
