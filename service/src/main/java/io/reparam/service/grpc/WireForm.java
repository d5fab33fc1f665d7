package io.reparam.service.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.reparam.service.classify.CallTerms;
import io.reparam.service.classify.Cancellation;
import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.Prediction;
import io.reparam.service.grpc.v1.Timings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Between messages and the domain. */
final class WireForm {
    private WireForm() {}

    static ClassifyRequest request(io.reparam.service.grpc.v1.ClassifyRequest message) {
        return new ClassifyRequest(
                message.getImage().toByteArray(),
                orNull(message.getModel()),
                orNull(message.getVariant()),
                message.hasTopK() ? message.getTopK() : null,
                terms(Context.current()));
    }

    private static CallTerms terms(Context context) {
        Cancellation cancellation = action -> context.addListener(gone -> action.run(), Runnable::run);
        Deadline deadline = context.getDeadline();
        return deadline == null
                ? CallTerms.until(cancellation)
                : CallTerms.within(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)), cancellation);
    }

    static ClassifyResponse response(Classification classification) {
        ClassifyResponse.Builder response = ClassifyResponse.newBuilder()
                .setModel(classification.model())
                .setVersion(classification.version())
                .setVariant(classification.variant())
                .setProvider(classification.provider())
                .setTimings(timings(classification.timings()));
        classification
                .predictions()
                .forEach(prediction -> response.addPredictions(Prediction.newBuilder()
                        .setLabel(prediction.label())
                        .setIndex(prediction.index())
                        .setProbability(prediction.probability())));
        return response.build();
    }

    private static Timings timings(Classification.Timings timings) {
        return Timings.newBuilder()
                .setDecodeMicros(timings.decodeMicros())
                .setQueueMicros(timings.queueMicros())
                .setPreprocessMicros(timings.preprocessMicros())
                .setInferMicros(timings.inferMicros())
                .setPostprocessMicros(timings.postprocessMicros())
                .build();
    }

    /** Proto3's absent string is the empty one. */
    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
