package io.reparam.service.classify;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Ran;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Chooses the variant of a request, and runs it. Any number of threads may share it. */
@Component
final class VariantRun {
    private final Shadow shadow;
    private final DoubleSupplier random;

    @Autowired
    VariantRun(Shadow shadow) {
        this(shadow, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random evenly distributed in [0, 1) */
    VariantRun(Shadow shadow, DoubleSupplier random) {
        this.shadow = shadow;
        this.random = random;
    }

    /** @param asked null: the one in the model's name, or else as the traffic policy says */
    ServedVariant choose(Lease lease, @Nullable String asked) {
        return lease.answering(asked, random.getAsDouble());
    }

    /**
     * Runs rows and waits for the answer.
     *
     * @param lease that outlives the call
     * @param variant of its model
     * @param inputs a tensor of {@code count} rows for each of the variant's inputs; not to be changed, ever
     * @param start the run must have begun by then; not after the deadline of the terms
     * @return a tensor of as many rows for each output
     * @throws io.reparam.service.error.ServiceException OVERLOADED, DEADLINE_EXCEEDED, CANCELLED or NOT_READY
     */
    Ran<List<HostTensor>> run(
            Lease lease, ServedVariant variant, List<HostTensor> inputs, int count, Deadline start, CallTerms terms) {
        CompletableFuture<Ran<List<HostTensor>>> answer = variant.run(inputs, count, start, terms.priority());
        shadow.follow(lease, variant, inputs, count, random.getAsDouble(), answer);
        return terms.await(answer);
    }
}
