package io.reparam.service.grpc.v2;

import io.reparam.service.classify.CallTerms;
import io.reparam.service.classify.Protocol;
import io.reparam.service.grpc.CallContext;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import io.reparam.service.grpc.v2.wire.ModelInferResponse;
import io.reparam.service.infer.TensorInference;
import org.springframework.stereotype.Component;

/** One inference, alone or in a stream. */
@Component
final class InferCall {
    private final TensorInference inference;

    InferCall(TensorInference inference) {
        this.inference = inference;
    }

    /** @throws io.reparam.service.error.ServiceException for whatever goes wrong */
    ModelInferResponse infer(ModelInferRequest request) {
        CallTerms terms = CallContext.terms();
        return inference.infer(
                Protocol.GRPC,
                () -> {
                    CallContext.requireWanted();
                    return TensorMessages.request(request, terms);
                },
                TensorMessages::response);
    }
}
