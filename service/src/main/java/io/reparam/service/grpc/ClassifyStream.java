package io.reparam.service.grpc;

import io.grpc.stub.StreamObserver;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.Failure;
import io.reparam.service.grpc.v1.StreamedClassification;
import java.util.function.Function;

/** Answers each request of a stream in turn; a failed one is an answer and the stream goes on. gRPC calls it from one thread at a time. */
final class ClassifyStream implements StreamObserver<ClassifyRequest> {
    private final Function<ClassifyRequest, ClassifyResponse> classify;
    private final StreamObserver<StreamedClassification> response;
    private long number;

    ClassifyStream(
            Function<ClassifyRequest, ClassifyResponse> classify, StreamObserver<StreamedClassification> response) {
        this.classify = classify;
        this.response = response;
    }

    @Override
    public void onNext(ClassifyRequest request) {
        StreamedClassification.Builder answer =
                StreamedClassification.newBuilder().setNumber(number++);
        try {
            answer.setResponse(classify.apply(request));
        } catch (ServiceException e) {
            answer.setFailure(Failure.newBuilder()
                    .setCode(GrpcStatus.of(e).getCode().value())
                    .setKind(e.kind().label())
                    .setMessage(String.valueOf(e.getMessage())));
        }
        response.onNext(answer.build());
    }

    @Override
    public void onError(Throwable failure) {
        // the client is gone, and so is the stream
    }

    @Override
    public void onCompleted() {
        response.onCompleted();
    }
}
