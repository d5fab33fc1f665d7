package io.reparam.service.grpc.v2;

import io.grpc.stub.StreamObserver;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import io.reparam.service.grpc.v2.wire.ModelInferResponse;
import io.reparam.service.grpc.v2.wire.ModelStreamInferResponse;
import java.util.function.Function;

/** Answers each request of a stream in turn; a failed one is a message and the stream goes on. gRPC calls it from one thread at a time. */
record InferStream(
        Function<ModelInferRequest, ModelInferResponse> infer, StreamObserver<ModelStreamInferResponse> response)
        implements StreamObserver<ModelInferRequest> {
    @Override
    public void onNext(ModelInferRequest request) {
        ModelStreamInferResponse.Builder message = ModelStreamInferResponse.newBuilder();
        try {
            message.setInferResponse(infer.apply(request));
        } catch (ServiceException e) {
            // the id tells the client which of its requests this was
            message.setErrorMessage(String.valueOf(e.getMessage()))
                    .setInferResponse(ModelInferResponse.newBuilder().setId(request.getId()));
        }
        response.onNext(message.build());
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
