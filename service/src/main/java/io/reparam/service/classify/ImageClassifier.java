package io.reparam.service.classify;

import io.reparam.artifact.RgbImage;
import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import io.reparam.service.decode.RequestImage;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers what an image shows: the only place that orders the steps. Any number of threads may share it. */
@Component
public final class ImageClassifier {
    private static final Logger LOG = LoggerFactory.getLogger(ImageClassifier.class);

    private final ServedModels models;
    private final VariantRun runs;
    private final RequestImage images;
    private final Admission admission;
    private final ClassifyListener listener;

    ImageClassifier(
            ServedModels models, VariantRun runs, RequestImage images, Admission admission, ClassifyListener listener) {
        this.models = models;
        this.runs = runs;
        this.images = images;
        this.admission = admission;
        this.listener = listener;
    }

    /**
     * Reads, decodes, runs, ranks.
     *
     * @param request reads the wire form; what it throws counts as a failed request like any other
     * @throws ServiceException for whatever goes wrong
     */
    public Classification classify(Protocol protocol, Supplier<ClassifyRequest> request) {
        listener.requestReceived(protocol);
        Call call = new Call(protocol, listener);
        ErrorKind failure = null;
        try {
            return answer(call, request.get());
        } catch (ServiceException e) {
            failure = e.kind();
            throw e;
        } catch (RuntimeException | Error e) {
            failure = ErrorKind.INTERNAL;
            LOG.error("A request to {} failed", call.target(), e);
            throw new ServiceException(failure, "the service failed; its log says why");
        } finally {
            listener.requestDone(call.target(), protocol, failure, call.elapsedNanos());
        }
    }

    private Classification answer(Call call, ClassifyRequest request) {
        // the model stays loaded to the end of the request, whatever happens in the repository
        try (Lease lease = models.lease(request.model(), null)) {
            ServedVariant variant = runs.choose(lease, request.variant());
            call.found(Target.of(variant));
            int topK = topK(request.topK(), lease.model().manifest().labels().size());
            admission.enter();
            try {
                return answer(call, request, lease, variant, topK);
            } finally {
                admission.leave();
            }
        }
    }

    private Classification answer(Call call, ClassifyRequest request, Lease lease, ServedVariant variant, int topK) {
        ServedModel model = lease.model();
        ImageRole role = variant.images();
        RgbImage image = call.time(
                Stage.DECODE,
                () -> request.terms()
                        .decode(watch ->
                                images.decode(request.image(), role.tensorizer().spec(), watch)));
        HostTensor pixels = call.time(Stage.PREPROCESS, () -> {
            ImageRole.Feed feed = role.feed(1);
            feed.add(image);
            return feed.tensor();
        });
        Ran<List<HostTensor>> ran =
                runs.run(lease, variant, List.of(pixels), 1, request.terms().deadline(), request.terms());
        call.took(Stage.QUEUE, ran.queueNanos());
        call.took(Stage.INFER, ran.runNanos());
        List<Prediction> predictions = call.time(
                Stage.POSTPROCESS,
                () -> Ranking.top(role.scores(ran.value()), model.manifest().labels(), role.activation(), topK));
        return new Classification(
                model.name(), model.version(), variant.name(), variant.provider(), predictions, call.timings());
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
