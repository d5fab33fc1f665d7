package io.reparam.service.grpc.inference;

import io.grpc.stub.StreamObserver;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.inference.wire.InferParameter;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.grpc.inference.wire.ModelStreamInferResponse;
import java.util.function.Function;

/** Answers each request of a stream in turn; a failed one is a message and the stream goes on. gRPC calls it from one thread at a time. */
record InferStream(
        Function<ModelInferRequest, ModelInferResponse> infer, StreamObserver<ModelStreamInferResponse> response)
        implements StreamObserver<ModelInferRequest> {
    @Override
    public void onNext(ModelInferRequest request) {
        ModelStreamInferResponse.Builder message = ModelStreamInferResponse.newBuilder();
        try {
            message.setInferResponse(last(infer.apply(request).toBuilder()));
        } catch (ServiceException e) {
            // the id tells the client which of its requests this was
            message.setErrorMessage(String.valueOf(e.getMessage()))
                    .setInferResponse(last(ModelInferResponse.newBuilder().setId(request.getId())));
        }
        response.onNext(message.build());
    }

    /** Triton's clients for streams of several answers wait for this. */
    private static ModelInferResponse.Builder last(ModelInferResponse.Builder response) {
        return response.putParameters(
                "triton_final_response",
                InferParameter.newBuilder().setBoolParam(true).build());
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
