package io.reparam.service.grpc.inference;

import io.reparam.service.classify.Call;
import io.reparam.service.classify.Calls;
import io.reparam.service.classify.Protocol;
import io.reparam.service.grpc.CallContext;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.inference.InferRequest;
import io.reparam.service.inference.TensorInference;
import org.springframework.stereotype.Component;

/** One inference, alone or in a stream. */
@Component
final class InferCall {
    private final Calls calls;
    private final TensorInference inference;

    InferCall(Calls calls, TensorInference inference) {
        this.calls = calls;
        this.inference = inference;
    }

    /** @throws io.reparam.service.error.ServiceException for whatever goes wrong */
    ModelInferResponse infer(ModelInferRequest request) {
        Call call = calls.receive(Protocol.GRPC, request.getModelName(), null);
        try {
            CallContext.requireWanted();
            InferRequest asked = TensorMessages.request(request, CallContext.terms());
            return call.answered(TensorMessages.response(inference.infer(call, asked)));
        } catch (RuntimeException | Error e) {
            throw call.failed(e);
        }
    }
}
