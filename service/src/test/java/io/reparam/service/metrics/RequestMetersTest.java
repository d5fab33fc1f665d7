package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ErrorKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestMetersTest {
    private static final Target TARGET = new Target("cifar10", "1", "reparam", "cpu");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMeters meters = new RequestMeters(registry);

    @Test
    void register_target_makesEverySeriesAtZero() {
        meters.register(TARGET);
        assertThat(registry.find("reparam.stage.duration").timers()).hasSize(10);
        assertThat(registry.find("reparam.request.duration").timers())
                .hasSize(2)
                .allSatisfy(timer -> assertThat(timer.count()).isZero());
    }

    @Test
    void requestDone_answersAndFailures_areCountedApart() {
        meters.requestDone(TARGET, Protocol.REST, null, 5_000_000);
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.BAD_IMAGE, 1_000_000);
        assertThat(registry.get("reparam.requests")
                        .tags("outcome", "bad_image", "protocol", "rest")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("reparam.request.duration")
                        .tags("outcome", "ok", "variant", "reparam", "provider", "cpu")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
    }

    @Test
    void stageDone_twice_isOneSeries() {
        meters.stageDone(TARGET, Protocol.GRPC, Stage.INFER, 1_000_000);
        meters.stageDone(TARGET, Protocol.GRPC, Stage.INFER, 3_000_000);
        assertThat(registry.find("reparam.stage.duration").timers()).hasSize(1);
        assertThat(registry.get("reparam.stage.duration")
                        .tags("stage", "infer", "protocol", "grpc")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void received_isTheSumOfAllWaysToEnd() {
        meters.requestReceived(Protocol.REST);
        meters.requestDone(TARGET, Protocol.REST, null, 1);
        for (ErrorKind kind : ErrorKind.values()) {
            meters.requestReceived(Protocol.GRPC);
            meters.requestDone(TARGET, Protocol.GRPC, kind, 1);
        }
        double ended = registry.find("reparam.requests").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        double received = registry.find("reparam.received").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        assertThat(received).isEqualTo(ended).isEqualTo(1 + ErrorKind.values().length);
    }

    @Test
    void rejected_hasTheReason_andOnlyRejections() {
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.OVERLOADED, 1);
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.DEADLINE_EXCEEDED, 1);
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.BAD_IMAGE, 1);
        meters.requestDone(TARGET, Protocol.REST, ErrorKind.CANCELLED, 1);
        assertThat(registry.find("reparam.rejected").counters())
                .extracting(counter -> counter.getId().getTag("reason"))
                .containsExactlyInAnyOrder("overloaded", "deadline_exceeded");
    }
}
