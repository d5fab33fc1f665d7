package io.reparam.service.classify;

import io.reparam.artifact.TrafficPolicy;
import io.reparam.service.batch.Priority;
import io.reparam.service.batch.Ran;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedVariant;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Chooses the variant of a request, and runs one image on it. Any number of threads may share it. */
@Component
final class VariantRun {
    private final TrafficSettings traffic;
    private final Shadow shadow;

    VariantRun(TrafficSettings traffic, Shadow shadow) {
        this.traffic = traffic;
        this.shadow = shadow;
    }

    /** @param name null: as the traffic policy says */
    ServedVariant choose(ServedModel model, @Nullable String name) {
        return model.variant(
                name == null
                        ? traffic.of(model).choose(ThreadLocalRandom.current().nextDouble())
                        : name);
    }

    /** @param image {@code [3][H][W]}, from position to limit; answered by {@code [C]} */
    Ran<FloatBuffer> run(ServedModel model, ServedVariant variant, FloatBuffer image, CallTerms terms) {
        CompletableFuture<Ran<FloatBuffer>> answer =
                variant.submit(image, 1, variant.itemShape(), terms.deadline(), Priority.NORMAL);
        TrafficPolicy policy = traffic.of(model);
        shadow.follow(model, variant, policy, image, ThreadLocalRandom.current().nextDouble(), answer);
        return terms.await(answer);
    }
}
