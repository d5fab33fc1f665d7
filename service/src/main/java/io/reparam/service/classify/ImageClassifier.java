package io.reparam.service.classify;

import io.reparam.artifact.RgbImage;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.rank.Prediction;
import io.reparam.service.rank.Ranking;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import io.reparam.service.runtime.Slot;
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
    private final RequestImage images;
    private final Admission admission;
    private final ClassifyListener listener;

    public ImageClassifier(ServedModels models, RequestImage images, Admission admission, ClassifyListener listener) {
        this.models = models;
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
            return answer(call, request, lease.model(), lease.variant(request.variant()));
        }
    }

    private Classification answer(Call call, ClassifyRequest request, ServedModel model, ServedVariant variant) {
        Target target = Target.of(model, variant);
        call.found(target);
        int topK = topK(request.topK(), model.manifest().labels().size());
        admission.enter();
        try {
            RgbImage image = call.time(Stage.DECODE, () -> images.decode(request.image()));
            List<Prediction> predictions = run(call, model, variant, image, topK);
            return new Classification(
                    target.model(), model.version(), target.variant(), target.provider(), predictions, call.timings());
        } finally {
            admission.leave();
        }
    }

    private static List<Prediction> run(Call call, ServedModel model, ServedVariant variant, RgbImage image, int topK) {
        Slot slot = call.time(Stage.QUEUE, () -> take(variant));
        try {
            call.time(Stage.PREPROCESS, () -> {
                model.tensorizer().tensorize(image, slot.input());
                return slot;
            });
            call.time(Stage.INFER, () -> {
                variant.run(slot);
                return slot;
            });
            return call.time(
                    Stage.POSTPROCESS,
                    () -> Ranking.top(slot.logits(), model.manifest().labels(), topK));
        } finally {
            variant.giveBack(slot);
        }
    }

    private static Slot take(ServedVariant variant) {
        try {
            return variant.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
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
