package io.reparam.service.infer;

import io.reparam.artifact.RgbImage;
import io.reparam.service.classify.Admission;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.classify.Protocol;
import io.reparam.service.classify.Stage;
import io.reparam.service.classify.Target;
import io.reparam.service.decode.RequestImage;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
     * Reads, checks, runs, writes; the model stays loaded until the answer is written.
     *
     * @param read reads the wire form; what it throws counts as a failed request like any other
     * @param write makes the wire form of the answer
     * @throws ServiceException for whatever goes wrong
     */
    public <T> T infer(Protocol protocol, Supplier<InferRequest> read, Function<InferResponse, T> write) {
        long start = System.nanoTime();
        Target target = Target.NONE;
        ErrorKind failure = null;
        try {
            InferRequest request = read.get();
            try (TensorModel model = models.open(request.model(), request.version())) {
                target = model.target();
                RunTimes times = new RunTimes();
                T answer = write.apply(answer(request, model, start, times));
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

    private InferResponse answer(InferRequest request, TensorModel model, long start, RunTimes times) {
        Rows rows = Rows.of(request.inputs(), model);
        RequestedOutput asked = Outputs.checked(request.outputs(), model);
        long timeout =
                request.timeoutMicros() == 0 ? NO_TIMEOUT : TimeUnit.MICROSECONDS.toNanos(request.timeoutMicros());
        long deadline = start + Math.min(timeout, NO_TIMEOUT);
        ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(rows.count(), model.outputSize() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        admission.enter();
        try {
            run(rows, model, values.asFloatBuffer(), deadline, times);
        } finally {
            admission.leave();
        }
        return new InferResponse(
                model.name(),
                model.version(),
                request.id(),
                List.of(Outputs.tensor(asked, model, rows.count(), values)));
    }

    private void run(Rows rows, TensorModel model, FloatBuffer out, long deadline, RunTimes times) {
        int size = rows.floats().remaining() / rows.count();
        for (int i = 0; i < rows.count(); i++) {
            if (rows.encoded()) {
                long before = System.nanoTime();
                RgbImage image = decoder.decode(rows.images().get(i));
                times.add(Stage.DECODE, System.nanoTime() - before);
                model.runRow(slot -> model.tensorize(image, slot), out, deadline, times);
            } else {
                FloatBuffer row = rows.floats().slice(rows.floats().position() + i * size, size);
                model.runRow(slot -> slot.put(row), out, deadline, times);
            }
        }
        times.rows = rows.count();
    }
}
