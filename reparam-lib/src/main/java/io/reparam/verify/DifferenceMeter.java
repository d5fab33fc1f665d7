package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Adds up the differences of one output over many runs. */
final class DifferenceMeter {
    private final String output;
    private final RingMeter ring;
    private final boolean map;
    private double maxAbsolute;
    private double maxReference;
    private long notFinite;
    private long sameTop1;
    private long top1Images;

    /** @param ring width of the border that is measured apart; 0 if the output is no feature map */
    DifferenceMeter(String output, int ring) {
        this.output = output;
        this.ring = new RingMeter(ring);
        this.map = ring > 0;
    }

    /** @throws ModelMismatchException if the shapes differ */
    void add(FloatTensor reference, FloatTensor candidate) {
        if (!Arrays.equals(reference.shape(), candidate.shape())) {
            throw new ModelMismatchException("output '" + output + "' has shape " + Arrays.toString(reference.shape())
                    + " in the original and " + Arrays.toString(candidate.shape()) + " in the candidate");
        }
        FloatBuffer expected = reference.data();
        FloatBuffer actual = candidate.data();
        long[] shape = reference.shape();
        boolean bordered = map && ring.fits(shape);
        for (int i = 0; i < expected.capacity(); i++) {
            float a = expected.get(i);
            float b = actual.get(i);
            if (!Float.isFinite(a) || !Float.isFinite(b)) {
                notFinite++;
                continue;
            }
            maxReference = Math.max(maxReference, Math.abs(a));
            double difference = Math.abs((double) a - b);
            maxAbsolute = Math.max(maxAbsolute, difference);
            if (bordered) {
                ring.add(shape, i, difference);
            }
        }
        if (shape.length == 2 && shape[1] > 1) {
            int classes = (int) shape[1];
            for (int n = 0; n < shape[0]; n++) {
                top1Images++;
                sameTop1 += argMax(expected, n * classes, classes) == argMax(actual, n * classes, classes) ? 1 : 0;
            }
        }
    }

    OutputDifference result() {
        return new OutputDifference(output, maxAbsolute, maxReference, notFinite, sameTop1, top1Images, ring.result());
    }

    private static int argMax(FloatBuffer values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values.get(from + i) > values.get(from + best)) {
                best = i;
            }
        }
        return best;
    }
}
