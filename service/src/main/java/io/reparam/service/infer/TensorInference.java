package io.reparam.service.infer;

import io.reparam.artifact.RgbImage;
import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import io.reparam.service.classify.Admission;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ImageRole;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a model on tensors or on encoded images. Any number of threads may share it. */
@Component
public final class TensorInference {
    private static final Logger LOG = LoggerFactory.getLogger(TensorInference.class);

    private final TensorModels models;
    private final RequestImage decoder;
    private final Admission admission;
    private final ClassifyListener listener;
    private final InferStatistics statistics;

    TensorInference(
            TensorModels models,
            RequestImage decoder,
            Admission admission,
            ClassifyListener listener,
            InferStatistics statistics) {
        this.models = models;
        this.decoder = decoder;
        this.admission = admission;
        this.listener = listener;
        this.statistics = statistics;
    }

    /**
     * Reads, checks, runs, writes; the model stays loaded until the answer is written.
     *
     * @param read reads the wire form; what it throws counts as a failed request like any other
     * @param write makes the wire form of the answer
     * @throws ServiceException for whatever goes wrong
     */
    public <T> T infer(Protocol protocol, Supplier<InferRequest> read, Function<InferResponse, T> write) {
        listener.requestReceived(protocol);
        long start = System.nanoTime();
        Target target = Target.NONE;
        ErrorKind failure = null;
        try {
            InferRequest request = read.get();
            try (TensorModel model = models.open(request.model(), request.version())) {
                target = model.target();
                RunTimes times = new RunTimes();
                T answer = write.apply(answer(request, model, times));
                times.tell(listener, target, protocol);
                statistics.succeeded(target, times, System.nanoTime() - start);
                return answer;
            }
        } catch (ServiceException e) {
            failure = e.kind();
            throw e;
        } catch (RuntimeException | Error e) {
            failure = ErrorKind.INTERNAL;
            LOG.error("An inference of {} failed", target, e);
            throw new ServiceException(failure, "the service failed; its log says why");
        } finally {
            long nanos = System.nanoTime() - start;
            if (failure != null && target != Target.NONE) {
                statistics.failed(target, nanos);
            }
            listener.requestDone(target, protocol, failure, nanos);
        }
    }

    private InferResponse answer(InferRequest request, TensorModel model, RunTimes times) {
        Inputs inputs = Inputs.of(request.inputs(), model);
        List<RequestedOutput> asked = Outputs.checked(request.outputs(), model);
        admission.enter();
        Ran<List<HostTensor>> ran;
        try {
            List<HostTensor> tensors =
                    inputs.encoded() ? List.of(pixels(inputs, model, request.schedule(), times)) : inputs.tensors();
            ran = model.run(tensors, inputs.count(), request.schedule());
        } finally {
            admission.leave();
        }
        times.add(Stage.QUEUE, ran.queueNanos());
        times.add(Stage.INFER, ran.runNanos());
        times.rows = inputs.count();
        // of a run that is shared, its share
        times.executions = (double) model.parts(inputs.count()) * inputs.count() / ran.batchRows();
        long before = System.nanoTime();
        List<OutputTensor> outputs = Outputs.tensors(asked, model, ran.value());
        times.add(Stage.POSTPROCESS, System.nanoTime() - before);
        return new InferResponse(model.name(), model.version(), request.id(), outputs);
    }

    private HostTensor pixels(Inputs inputs, TensorModel model, SchedulePolicy schedule, RunTimes times) {
        ImageRole role = model.images();
        ImageRole.Feed feed = role.feed(inputs.count());
        for (byte[] file : inputs.images()) {
            long before = System.nanoTime();
            RgbImage image = schedule.terms()
                    .until(schedule.start())
                    .decode(watch -> decoder.decode(file, role.tensorizer().spec(), watch));
            long decoded = System.nanoTime();
            feed.add(image);
            times.add(Stage.DECODE, decoded - before);
            times.add(Stage.PREPROCESS, System.nanoTime() - decoded);
        }
        return feed.tensor();
    }
}
