package io.reparam.service.grpc;

import io.grpc.stub.StreamObserver;
import io.reparam.service.classify.Call;
import io.reparam.service.classify.Calls;
import io.reparam.service.classify.ImageClassifier;
import io.reparam.service.classify.Protocol;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.grpc.v1.StreamedClassification;
import org.springframework.stereotype.Component;

/** Classification over gRPC. */
@Component
final class ClassifyEndpoint extends ImageClassifierGrpc.ImageClassifierImplBase {
    private final Calls calls;
    private final ImageClassifier classifier;

    ClassifyEndpoint(Calls calls, ImageClassifier classifier) {
        this.calls = calls;
        this.classifier = classifier;
    }

    @Override
    public void classify(ClassifyRequest request, StreamObserver<ClassifyResponse> response) {
        ClassifyResponse classification;
        try {
            classification = answer(request);
        } catch (ServiceException e) {
            response.onError(GrpcStatus.of(e).asRuntimeException());
            return;
        }
        response.onNext(classification);
        response.onCompleted();
    }

    @Override
    public StreamObserver<ClassifyRequest> classifyStream(StreamObserver<StreamedClassification> response) {
        return PacedStream.of(new ClassifyStream(this::answer, response), response);
    }

    private ClassifyResponse answer(ClassifyRequest request) {
        Call call = calls.receive(
                Protocol.GRPC, WireForm.orNull(request.getModel()), WireForm.orNull(request.getVariant()));
        try {
            CallContext.requireWanted();
            return call.answered(WireForm.response(classifier.classify(call, WireForm.request(request))));
        } catch (RuntimeException | Error e) {
            throw call.failed(e);
        }
    }
}
