package io.reparam.service.classify;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.rank.Prediction;
import io.reparam.service.rank.Ranking;
import io.reparam.service.runtime.ImageRole;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what an image shows. Any number of threads may share it. */
@Component
public final class ImageClassifier {
    private final ServedModels models;
    private final ModelRun run;

    ImageClassifier(ServedModels models, ModelRun run) {
        this.models = models;
        this.run = run;
    }

    /**
     * Decodes, runs, ranks.
     *
     * @param call is not ended
     * @throws ServiceException for whatever goes wrong
     */
    public Classification classify(Call call, ClassifyRequest request) {
        // the model stays loaded to the end of the request, whatever happens in the repository
        try (Lease lease = models.lease(request.model(), null)) {
            ServedVariant variant = run.choose(lease, request.variant());
            call.found(Target.of(variant));
            ImageRole role = variant.images();
            ServedModel model = lease.model();
            int topK = topK(request.topK(), model.manifest().labels().size());
            Ran<List<HostTensor>> ran = run.run(
                    call,
                    lease,
                    variant,
                    ModelInput.of(List.of(request.image())),
                    request.terms().deadline(),
                    request.terms());
            List<Prediction> predictions = call.time(
                    Stage.POSTPROCESS,
                    () -> Ranking.top(role.scores(ran.value()), model.manifest().labels(), role.activation(), topK));
            return new Classification(
                    model.name(),
                    model.version(),
                    variant.name(),
                    variant.provider(),
                    predictions,
                    Classification.Timings.of(call));
        }
    }

    private static int topK(@Nullable Integer asked, int classes) {
        if (asked == null) {
            return Math.min(ClassifyRequest.DEFAULT_TOP_K, classes);
        }
        if (asked < 1 || asked > classes) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    "topK is " + asked + "; it must be 1 to " + classes + ", the number of classes");
        }
        return asked;
    }
}
