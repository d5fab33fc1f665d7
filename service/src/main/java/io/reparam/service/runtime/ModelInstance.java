package io.reparam.service.runtime;

import io.reparam.ort.BoundRun;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.service.batch.BatchRunner;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one run at a time, in native memory that ONNX Runtime reads and writes in place, bound once for each size of a
 * batch. One thread at a time uses it; close it after the last run, and before the session.
 */
final class ModelInstance implements BatchRunner<List<HostTensor>, List<HostTensor>>, AutoCloseable {
    /** ONNX Runtime plans its memory in the first run of a size and settles within a few. */
    private static final int WARM_UP_RUNS = 5;

    private final int inputFloats;
    private final int outputFloats;
    private final List<Long> outputRow;
    private final FloatBuffer input;
    private final FloatBuffer output;
    /** At n - 1: the first n rows. */
    private final List<BoundRun> runs = new ArrayList<>();

    /**
     * Binds every size.
     *
     * @param net one float32 input and one float32 output of known sizes
     * @param maxBatch rows of the largest run
     */
    ModelInstance(OrtModel model, NetInterface net, int maxBatch) {
        inputFloats = net.inputs().get(0).elements();
        outputFloats = net.outputs().get(0).elements();
        outputRow = net.outputs().get(0).row();
        input = FloatTensor.zeros(shape(maxBatch, net.inputs().get(0).row())).data();
        output = FloatTensor.zeros(shape(maxBatch, outputRow)).data();
        try {
            for (int rows = 1; rows <= maxBatch; rows++) {
                runs.add(model.bind(
                        new FloatTensor(shape(rows, net.inputs().get(0).row()), input.slice(0, rows * inputFloats)),
                        new FloatTensor(shape(rows, outputRow), output.slice(0, rows * outputFloats))));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param items each whole rows of input; answered by as many rows of output on the heap */
    @Override
    public List<List<HostTensor>> run(List<List<HostTensor>> items) {
        int filled = 0;
        for (List<HostTensor> item : items) {
            FloatBuffer values = item.get(0).floats();
            input.put(filled, values, values.position(), values.remaining());
            filled += values.remaining();
        }
        runs.get(filled / inputFloats - 1).run();
        List<List<HostTensor>> results = new ArrayList<>(items.size());
        int read = 0;
        for (List<HostTensor> item : items) {
            int rows = item.get(0).floats().remaining() / inputFloats;
            FloatBuffer result = FloatBuffer.allocate(rows * outputFloats);
            result.put(0, output, read, result.capacity());
            read += result.capacity();
            results.add(List.of(HostTensor.of(NetInterface.withBatch(rows, outputRow), result)));
        }
        return results;
    }

    private static long[] shape(int rows, List<Long> row) {
        return NetInterface.withBatch(rows, row).stream()
                .mapToLong(Long::longValue)
                .toArray();
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
