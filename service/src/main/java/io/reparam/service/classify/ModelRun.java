package io.reparam.service.classify;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Ran;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ImageRole;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps that every request takes, whatever it brings and wants: a place, pixels, a run. Any number of threads may share it. */
@Component
public final class ModelRun {
    private final Admission admission;
    private final RequestImage decoder;
    private final VariantRun runs;

    ModelRun(Admission admission, RequestImage decoder, VariantRun runs) {
        this.admission = admission;
        this.decoder = decoder;
        this.runs = runs;
    }

    /** @param asked null: the one in the model's name, or else as the traffic policy says */
    public ServedVariant choose(Lease lease, @Nullable String asked) {
        return runs.choose(lease, asked);
    }

    /**
     * Runs a variant once there is a place, and notes what each stage took.
     *
     * @param lease that outlives the call
     * @param variant of its model
     * @param start the run must have begun by then; not after the deadline of the terms
     * @return a tensor of as many rows for each output
     * @throws ServiceException for whatever goes wrong
     */
    public Ran<List<HostTensor>> run(
            Call call, Lease lease, ServedVariant variant, ModelInput input, Deadline start, CallTerms terms) {
        admission.enter();
        try {
            List<HostTensor> tensors = input.images().isEmpty()
                    ? input.tensors()
                    : List.of(pixels(call, variant.images(), input.images(), terms.until(start)));
            Ran<List<HostTensor>> ran = runs.run(lease, variant, tensors, input.count(), start, terms);
            call.took(Stage.QUEUE, ran.queueNanos());
            call.took(Stage.INFER, ran.runNanos());
            return ran;
        } finally {
            admission.leave();
        }
    }

    /** One after the other, so that only one is held whole. */
    private HostTensor pixels(Call call, ImageRole role, List<byte[]> files, CallTerms terms) {
        PreprocessSpec spec = role.tensorizer().spec();
        ImageRole.Feed feed = role.feed(files.size());
        long decoding = 0;
        long preparing = 0;
        for (byte[] file : files) {
            long before = System.nanoTime();
            RgbImage image = terms.decode(watch -> decoder.decode(file, spec, watch));
            long decoded = System.nanoTime();
            feed.add(image);
            decoding += decoded - before;
            preparing += System.nanoTime() - decoded;
        }
        call.took(Stage.DECODE, decoding);
        call.took(Stage.PREPROCESS, preparing);
        return feed.tensor();
    }
}
