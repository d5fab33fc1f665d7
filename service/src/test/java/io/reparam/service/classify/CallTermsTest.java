package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallTermsTest {
    private final List<Runnable> onCancel = new ArrayList<>();
    private final CompletableFuture<Ran<String>> answer = new CompletableFuture<>();

    @Test
    void await_answer_forgetsTheCaller() {
        answer.complete(new Ran<>("yes", 1, 2, 3));
        assertThat(CallTerms.NONE.unless(this::register).await(answer).value()).isEqualTo("yes");
        assertThat(onCancel).isEmpty();
    }

    @Test
    void await_callerThatGoes_givesItsPlaceBack() {
        CallTerms terms = CallTerms.NONE.unless(action -> {
            action.run();
            return () -> {};
        });
        assertKind(terms, ErrorKind.CANCELLED);
        assertThat(answer).isCancelled();
    }

    @Test
    void await_deadline_givesItsPlaceBack() {
        assertKind(CallTerms.NONE.until(Deadline.after(Duration.ofMillis(1))), ErrorKind.DEADLINE_EXCEEDED);
        assertThat(answer).isCancelled();
    }

    @Test
    void await_failure_goesOnAsItIs() {
        IllegalStateException failure = new IllegalStateException("a run failed");
        answer.completeExceptionally(failure);
        assertThatThrownBy(() -> CallTerms.NONE.await(answer)).isSameAs(failure);
    }

    @Test
    void await_interrupted_isNotReady() {
        Thread.currentThread().interrupt();
        assertKind(CallTerms.NONE, ErrorKind.NOT_READY);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isCancelled();
    }

    private void assertKind(CallTerms terms, ErrorKind kind) {
        assertThatThrownBy(() -> terms.await(answer))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private Cancellation.Registration register(Runnable action) {
        onCancel.add(action);
        return () -> onCancel.remove(action);
    }
}
