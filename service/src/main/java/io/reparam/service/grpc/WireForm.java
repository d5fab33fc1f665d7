package io.reparam.service.grpc;

import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.Prediction;
import io.reparam.service.grpc.v1.Timings;
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
                CallContext.terms());
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
    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
