package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.runtime.RunGate;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;

/** The only runner of a variant is busy, and what comes now waits or is turned away. */
@Timeout(120)
@TestPropertySource(
        properties = {"reparam.runtime.instances=1", "reparam.queue.capacity=2", "reparam.queue.max-batch=2"})
class QueueIT extends StartedService {
    private static final byte[] IMAGE = SampleImages.first().png();

    @TestConfiguration(proxyBeanMethods = false)
    static class Gated {
        @Bean
        @Primary
        RunGate gate(@Qualifier("runListener") ServedVariant.RunListener next) {
            return new RunGate(next);
        }
    }

    private final RunGate gate;
    private final ServedModels models;
    private final MeterRegistry meters;
    private final Admission admission;
    private CompletableFuture<HttpCaller.Answer> occupant = new CompletableFuture<>();

    QueueIT(
            @Autowired RunGate gate,
            @Autowired ServedModels models,
            @Autowired MeterRegistry meters,
            @Autowired Admission admission) {
        this.gate = gate;
        this.models = models;
        this.meters = meters;
        this.admission = admission;
    }

    /** Its run may be on its own thread, which is then the one that is held. */
    @BeforeEach
    void occupy() throws InterruptedException {
        gate.hold("reparam");
        occupant = CompletableFuture.supplyAsync(() -> post(""));
        gate.awaitBusy();
        gate.runs.clear();
    }

    /** Every request that was received ended in one of the four ways. */
    @AfterEach
    void countersAddUp() {
        gate.release();
        assertThat(occupant.join().status()).isEqualTo(200);
        await().until(() -> admission.inFlight() == 0);
        await().untilAsserted(() -> assertThat(sum("reparam.received")).isEqualTo(sum("reparam.requests")));
        double rejected = meters.find("reparam.requests").counters().stream()
                .filter(counter -> List.of("overloaded", "deadline_exceeded", "not_ready")
                        .contains(String.valueOf(counter.getId().getTag("outcome"))))
                .mapToDouble(Counter::count)
                .sum();
        assertThat(sum("reparam.rejected")).isEqualTo(rejected);
    }

    @Test
    void fullQueue_turnsAwayAtOnce_andAnswersWhatWaits() {
        List<CompletableFuture<HttpCaller.Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> post("")));
        }
        awaitDepth(2);
        HttpCaller.Answer refused = post("");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.json().get("detail").asString())
                .contains("cifar10/1/reparam")
                .contains("2 places");
        assertCode(() -> grpc(5_000), Status.Code.RESOURCE_EXHAUSTED);
        gate.release();
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        await().untilAsserted(() -> assertThat(gate.runs).containsExactly("reparam 2"));
    }

    @Test
    void otherVariant_isAnsweredMeanwhile() {
        CompletableFuture<HttpCaller.Answer> waiting = CompletableFuture.supplyAsync(() -> post(""));
        awaitDepth(1);
        assertThat(rest.post("/v1/classify?variant=attention", IMAGE, "image/png")
                        .status())
                .isEqualTo(200);
        gate.release();
        assertThat(waiting.join().status()).isEqualTo(200);
    }

    @Test
    void deadline_overRest_is504_andFreesThePlace() {
        HttpCaller.Answer answer = post("&timeout=50");
        assertThat(answer.status()).isEqualTo(504);
        awaitDepth(0);
        gate.release();
        assertThat(gate.runs).isEmpty();
    }

    @Test
    void deadline_overGrpc_neverRuns() {
        assertCode(() -> grpc(100), Status.Code.DEADLINE_EXCEEDED);
        awaitDepth(0);
        gate.release();
        assertThat(gate.runs).isEmpty();
    }

    @Test
    void clientThatGoes_freesItsPlace_andIsCountedAsCancelled() {
        double before = outcome("cancelled");
        Context.CancellableContext client = Context.current().withCancellation();
        CompletableFuture<Status.Code> code = CompletableFuture.supplyAsync(() -> {
            Context previous = client.attach();
            try {
                grpc(60_000);
                return Status.Code.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            } finally {
                client.detach(previous);
            }
        });
        awaitDepth(1);
        client.cancel(null);
        assertThat(code.join()).isEqualTo(Status.Code.CANCELLED);
        awaitDepth(0);
        await().untilAsserted(() -> assertThat(outcome("cancelled")).isEqualTo(before + 1));
    }

    private HttpCaller.Answer post(String more) {
        return rest.post("/v1/classify?variant=reparam" + more, IMAGE, "image/png");
    }

    private ClassifyResponse grpc(long deadlineMillis) {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(IMAGE))
                .setVariant("reparam")
                .build();
        return grpc.call(channel -> ImageClassifierGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                .classify(request));
    }

    private void awaitDepth(int rows) {
        await().until(() -> models.model(null).variant("reparam").queueDepth() == rows);
    }

    private static void assertCode(Runnable call, Status.Code code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    private double sum(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double outcome(String outcome) {
        return meters.find("reparam.requests").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
