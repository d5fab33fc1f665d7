package io.reparam.service.inference;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import io.reparam.service.classify.Call;
import io.reparam.service.classify.ModelInput;
import io.reparam.service.classify.Stage;
import io.reparam.service.error.ServiceException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Runs a model on tensors or on encoded images. Any number of threads may share it. */
@Component
public final class TensorInference {
    private final TensorModels models;
    private final InferStatistics statistics;

    TensorInference(TensorModels models, InferStatistics statistics) {
        this.models = models;
        this.statistics = statistics;
    }

    /**
     * Checks, runs, picks what is asked for.
     *
     * @param call is not ended
     * @throws ServiceException for whatever goes wrong
     */
    public InferResponse infer(Call call, InferRequest request) {
        try (TensorModel model = models.open(request.model(), request.version())) {
            call.found(model.target());
            try {
                return answer(call, request, model);
            } catch (RuntimeException | Error e) {
                statistics.failed(model.target(), call.elapsedNanos());
                throw e;
            }
        }
    }

    private InferResponse answer(Call call, InferRequest request, TensorModel model) {
        ModelInput input = Inputs.checked(request.inputs(), model);
        List<InferRequest.RequestedOutput> asked = Outputs.checked(request.outputs(), model);
        Ran<List<HostTensor>> ran = model.run(call, input, request.schedule());
        List<InferResponse.OutputTensor> outputs =
                call.time(Stage.POSTPROCESS, () -> Outputs.tensors(asked, model, ran.value()));
        // of a run that is shared, its share
        double executions = (double) model.parts(input.count()) * input.count() / ran.batchRows();
        statistics.succeeded(model.target(), call, input.count(), executions);
        return new InferResponse(model.name(), model.version(), request.id(), outputs);
    }
}
