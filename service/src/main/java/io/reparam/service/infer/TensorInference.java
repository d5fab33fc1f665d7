package io.reparam.service.infer;

import io.reparam.artifact.RgbImage;
import io.reparam.service.classify.Admission;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Target;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a model on tensors or on encoded images. Any number of threads may share it. */
@Component
public final class TensorInference {
    private static final Logger LOG = LoggerFactory.getLogger(TensorInference.class);
    /** Longer than any service runs, and far from an overflow. */
    private static final long NO_TIMEOUT = TimeUnit.DAYS.toNanos(36_500);

    private final TensorModels models;
    private final RequestImage decoder;
    private final Admission admission;
    private final ClassifyListener listener;
    private final InferStatistics statistics;

    public TensorInference(
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
     * Reads, checks, runs.
     *
     * @param read reads the wire form; what it throws counts as a failed request like any other
     * @throws ServiceException for whatever goes wrong
     */
    public InferResponse infer(Protocol protocol, Supplier<InferRequest> read) {
        long start = System.nanoTime();
        Target target = Target.NONE;
        ErrorKind failure = null;
        try {
            InferRequest request = read.get();
            TensorModel model = models.find(request.model(), request.version());
            target = model.target();
            return answer(request, model, start);
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

    private InferResponse answer(InferRequest request, TensorModel model, long start) {
        Rows rows = Rows.of(request.inputs(), model);
        checkOutputs(request.outputs(), model);
        long timeout =
                request.timeoutMicros() == 0 ? NO_TIMEOUT : TimeUnit.MICROSECONDS.toNanos(request.timeoutMicros());
        long deadline = start + Math.min(timeout, NO_TIMEOUT);
        int classes = model.labels().size();
        ByteBuffer logits =
                ByteBuffer.allocate(rows.count() * classes * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        RunTimes times = new RunTimes();
        admission.enter();
        try {
            run(rows, model, logits.asFloatBuffer(), deadline, times);
        } finally {
            admission.leave();
        }
        List<RequestedOutput> asked =
                request.outputs().isEmpty() ? List.of(new RequestedOutput(model.outputName(), 0)) : request.outputs();
        List<OutputTensor> outputs = asked.stream()
                .map(output -> output(output, model, rows.count(), logits))
                .toList();
        statistics.succeeded(model.target(), rows.count(), System.nanoTime() - start, times);
        return new InferResponse(model.name(), model.version(), request.id(), outputs);
    }

    private void run(Rows rows, TensorModel model, FloatBuffer out, long deadline, RunTimes times) {
        int size = rows.floats().remaining() / rows.count();
        for (int i = 0; i < rows.count(); i++) {
            if (rows.encoded()) {
                RgbImage image = decoder.decode(rows.images().get(i));
                model.runRow(slot -> model.tensorize(image, slot), out, deadline, times);
            } else {
                FloatBuffer row = rows.floats().slice(rows.floats().position() + i * size, size);
                model.runRow(slot -> slot.put(row), out, deadline, times);
            }
        }
    }

    private static OutputTensor output(RequestedOutput asked, TensorModel model, int rows, ByteBuffer logits) {
        if (asked.classes() == 0) {
            return new OutputTensor(
                    asked.name(),
                    "FP32",
                    List.of((long) rows, (long) model.labels().size()),
                    logits);
        }
        ByteBuffer texts = TopClasses.encode(logits.asFloatBuffer(), rows, model.labels(), (int) asked.classes());
        return new OutputTensor(asked.name(), "BYTES", List.of((long) rows, asked.classes()), texts);
    }

    private static void checkOutputs(List<RequestedOutput> outputs, TensorModel model) {
        Set<String> names = new HashSet<>();
        for (RequestedOutput output : outputs) {
            if (!output.name().equals(model.outputName())) {
                throw bad("there is no output " + CallerText.quote(output.name()) + "; there is '" + model.outputName()
                        + "'");
            }
            if (!names.add(output.name())) {
                throw bad("output '" + output.name() + "' is asked for twice");
            }
            if (output.classes() < 0 || output.classes() > model.labels().size()) {
                throw bad("classification is " + output.classes() + "; it must be 1 to "
                        + model.labels().size() + ", the number of classes");
            }
        }
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
