package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.grpc.v1.StreamedClassification;
import io.reparam.service.inference.StreamedAnswers;
import io.reparam.service.rank.Prediction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcClassifyIT extends ClassifyContract {
    @Override
    Answer send(byte[] image, @Nullable String model, @Nullable String variant, @Nullable Integer topK) {
        ClassifyRequest.Builder request = ClassifyRequest.newBuilder().setImage(ByteString.copyFrom(image));
        if (model != null) {
            request.setModel(model);
        }
        if (variant != null) {
            request.setVariant(variant);
        }
        if (topK != null) {
            request.setTopK(topK);
        }
        try {
            ClassifyResponse response = grpc.call(
                    channel -> ImageClassifierGrpc.newBlockingStub(channel).classify(request.build()));
            List<Prediction> predictions = response.getPredictionsList().stream()
                    .map(prediction ->
                            new Prediction(prediction.getLabel(), prediction.getIndex(), prediction.getProbability()))
                    .toList();
            assertThat(response.getTimings().getInferMicros()).isPositive();
            return new Answered(
                    response.getModel(),
                    response.getVersion(),
                    response.getVariant(),
                    response.getProvider(),
                    predictions);
        } catch (StatusRuntimeException e) {
            return new Refused(
                    e.getStatus().getCode().name(), String.valueOf(e.getStatus().getDescription()));
        }
    }

    @Test
    void stream_answersInOrder_andABadImageIsAFailureOfItsOwn() {
        List<StreamedClassification> answers = grpc.call(channel -> {
            StreamedAnswers<StreamedClassification> all = new StreamedAnswers<>();
            var requests = ImageClassifierGrpc.newStub(channel).classifyStream(all);
            for (byte[] file : List.of(
                    SampleImages.first().png(),
                    BadImages.text(),
                    SampleImages.first().jpeg())) {
                requests.onNext(ClassifyRequest.newBuilder()
                        .setImage(ByteString.copyFrom(file))
                        .setTopK(2)
                        .build());
            }
            requests.onCompleted();
            return all.all();
        });
        assertThat(answers).extracting(StreamedClassification::getNumber).containsExactly(0L, 1L, 2L);
        assertThat(answers.get(0).getResponse().getPredictionsCount()).isEqualTo(2);
        assertThat(answers.get(1).getFailure().getKind()).isEqualTo("bad_image");
        assertThat(answers.get(1).getFailure().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        assertThat(answers.get(2).getResponse().getPredictionsCount()).isEqualTo(2);
    }

    @Override
    String code(ErrorKind kind) {
        return TransportCodes.grpc(kind).name();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reparam.v1.ImageClassifier"})
    void health_ofStartedService_isServing(String service) throws InterruptedException {
        HealthCheckRequest request =
                HealthCheckRequest.newBuilder().setService(service).build();
        ServingStatus status = ServingStatus.UNKNOWN;
        // the health service is told once a second
        for (int i = 0; i < 100 && status != ServingStatus.SERVING; i++) {
            status = grpc.call(channel -> {
                try {
                    return HealthGrpc.newBlockingStub(channel).check(request).getStatus();
                } catch (StatusRuntimeException e) {
                    return ServingStatus.SERVICE_UNKNOWN;
                }
            });
            TimeUnit.MILLISECONDS.sleep(status == ServingStatus.SERVING ? 0 : 50);
        }
        assertThat(status).isEqualTo(ServingStatus.SERVING);
    }
}
