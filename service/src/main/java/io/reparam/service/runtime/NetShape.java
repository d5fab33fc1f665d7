package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.ort.OrtModel;
import io.reparam.ort.TensorSpec;
import io.reparam.service.repository.UnservableException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tensors of one run of a net with one input and one output.
 *
 * @param input row-major, batch 1 first
 * @param output row-major, batch 1 first
 */
record NetShape(List<Long> input, List<Long> output) {
    /** Floats of one row of the input. */
    int inputFloats() {
        return floats(input);
    }

    /** Floats of one row of the output. */
    int outputFloats() {
        return floats(output);
    }

    /** A net with a fixed batch takes that many rows and no other number; only 1 passes the checks. */
    int mostRows(OrtModel model) {
        boolean free = model.inputs().get(0).shape().get(0) == -1
                && model.outputs().get(0).shape().get(0) == -1;
        return free ? Integer.MAX_VALUE : 1;
    }

    /** The same tensor with so many rows. */
    static long[] rows(List<Long> shape, int rows) {
        long[] more = shape.stream().mapToLong(size -> size).toArray();
        more[0] = rows;
        return more;
    }

    private static int floats(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /** What a manifest promises: {@code [1, 3, H, W]} and {@code [1, C]}. */
    static NetShape of(ModelManifest manifest) {
        return new NetShape(
                List.of(1L, 3L, (long) manifest.preprocess().height(), (long)
                        manifest.preprocess().width()),
                List.of(1L, (long) manifest.labels().size()));
    }

    /**
     * What a file says itself; a free first dimension is the batch.
     *
     * @throws UnservableException if another dimension is free, or there is not one float input and one float output
     */
    static NetShape of(String file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        if (inputs.size() != 1 || outputs.size() != 1) {
            throw refused(file, inputs, outputs);
        }
        return new NetShape(one(file, inputs, outputs, inputs.get(0)), one(file, inputs, outputs, outputs.get(0)));
    }

    private static List<Long> one(String file, List<TensorSpec> inputs, List<TensorSpec> outputs, TensorSpec spec) {
        List<Long> shape = spec.shape();
        boolean batched = !shape.isEmpty() && Math.abs(shape.get(0)) == 1;
        if (!batched || !spec.type().equals("FLOAT") || shape.stream().skip(1).anyMatch(size -> size < 1)) {
            throw refused(file, inputs, outputs);
        }
        return Stream.concat(Stream.of(1L), shape.stream().skip(1)).toList();
    }

    private static UnservableException refused(String file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        return new UnservableException(
                file
                        + ": a net without a manifest must have one float input and one float output of known sizes but for "
                        + "the batch, but has " + inputs + " and " + outputs + ".",
                "Export the net with that interface.",
                null);
    }
}
