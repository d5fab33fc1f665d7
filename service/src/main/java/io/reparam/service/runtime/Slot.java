package io.reparam.service.runtime;

import io.reparam.ort.BoundRun;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.service.batch.BatchRunner;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one run at a time, in native memory that ONNX Runtime reads and writes in place, bound once for each size of a
 * batch. One thread at a time uses it; close it after the last run, and before the session.
 */
final class Slot implements BatchRunner<FloatBuffer, FloatBuffer>, AutoCloseable {
    /** ONNX Runtime plans its memory in the first run of a size and settles within a few. */
    private static final int WARM_UP_RUNS = 5;

    private final int inputFloats;
    private final int outputFloats;
    private final FloatBuffer input;
    private final FloatBuffer output;
    /** At n - 1: the first n rows. */
    private final List<BoundRun> runs = new ArrayList<>();

    /** @param maxBatch rows of the largest run */
    Slot(OrtModel model, NetShape shape, int maxBatch) {
        inputFloats = shape.inputFloats();
        outputFloats = shape.outputFloats();
        input = FloatTensor.zeros(NetShape.rows(shape.input(), maxBatch)).data();
        output = FloatTensor.zeros(NetShape.rows(shape.output(), maxBatch)).data();
        try {
            for (int rows = 1; rows <= maxBatch; rows++) {
                runs.add(model.bind(
                        new FloatTensor(NetShape.rows(shape.input(), rows), input.slice(0, rows * inputFloats)),
                        new FloatTensor(NetShape.rows(shape.output(), rows), output.slice(0, rows * outputFloats))));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param items each whole rows of input, from position to limit; answered by as many rows of output on the heap */
    @Override
    public List<FloatBuffer> run(List<FloatBuffer> items) {
        int filled = 0;
        for (FloatBuffer item : items) {
            input.put(filled, item, item.position(), item.remaining());
            filled += item.remaining();
        }
        runs.get(filled / inputFloats - 1).run();
        List<FloatBuffer> results = new ArrayList<>(items.size());
        int read = 0;
        for (FloatBuffer item : items) {
            FloatBuffer result = FloatBuffer.allocate(item.remaining() / inputFloats * outputFloats);
            result.put(0, output, read, result.capacity());
            read += result.capacity();
            results.add(result);
        }
        return results;
    }

    /** Runs every size, so that no request waits for what is planned once. */
    void warmUp() {
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            runs.get(0).run();
        }
        runs.forEach(BoundRun::run);
    }

    @Override
    public void close() {
        runs.forEach(BoundRun::close);
    }
}
