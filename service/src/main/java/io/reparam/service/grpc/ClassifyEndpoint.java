package io.reparam.service.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ImageClassifier;
import io.reparam.service.classify.Protocol;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ClassifyResponse;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import org.springframework.stereotype.Component;

/** Classification over gRPC. */
@Component
final class ClassifyEndpoint extends ImageClassifierGrpc.ImageClassifierImplBase {
    private final ImageClassifier classifier;

    ClassifyEndpoint(ImageClassifier classifier) {
        this.classifier = classifier;
    }

    @Override
    public void classify(ClassifyRequest request, StreamObserver<ClassifyResponse> response) {
        Classification classification;
        try {
            classification = classifier.classify(Protocol.GRPC, () -> {
                checkStillWanted();
                return WireForm.request(request);
            });
        } catch (ServiceException e) {
            response.onError(GrpcStatus.of(e).asRuntimeException());
            return;
        }
        response.onNext(WireForm.response(classification));
        response.onCompleted();
    }

    /** A call may have waited for a thread longer than its caller waits for it. */
    private static void checkStillWanted() {
        Deadline deadline = Context.current().getDeadline();
        if (deadline != null && deadline.isExpired()) {
            throw new ServiceException(ErrorKind.DEADLINE_EXCEEDED, "the deadline passed before the model ran");
        }
        if (Context.current().isCancelled()) {
            throw new ServiceException(ErrorKind.CANCELLED, "the call was cancelled before the model ran");
        }
    }
}
