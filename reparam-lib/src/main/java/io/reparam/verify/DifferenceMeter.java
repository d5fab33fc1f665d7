package io.reparam.verify;

import io.reparam.ort.TypedValue;
import io.reparam.ort.TypedValue.Entries;
import io.reparam.ort.TypedValue.Items;
import io.reparam.ort.TypedValue.Numbers;
import io.reparam.ort.TypedValue.Texts;
import java.util.Arrays;
import java.util.Objects;

/** Adds up the differences of one output over many runs. */
final class DifferenceMeter {
    private final String output;
    private final BorderMeter ring;
    private final boolean map;
    private double maxAbsolute;
    private double maxReference;
    private long unequal;
    private long values;
    private long sameTop1;
    private long top1Images;
    private boolean real;

    /** @param ring width of the border that is measured apart; 0 if the output is not a feature map */
    DifferenceMeter(String output, int ring) {
        this.output = output;
        this.ring = new BorderMeter(ring);
        this.map = ring > 0;
    }

    /** @throws ModelMismatchException if the shapes or types differ */
    void add(TypedValue reference, TypedValue candidate) {
        if (reference instanceof Numbers a
                && candidate instanceof Numbers b
                && a.type().equals(b.type())) {
            requireSame(Arrays.equals(a.shape(), b.shape()), reference, candidate);
            if (a.isReal()) {
                addReal(a, b);
            } else {
                addExact(a, b);
            }
        } else if (reference instanceof Texts a && candidate instanceof Texts b) {
            requireSame(Arrays.equals(a.shape(), b.shape()), reference, candidate);
            for (int i = 0; i < a.values().size(); i++) {
                count(a.values().get(i).equals(b.values().get(i)));
            }
        } else if (reference instanceof Items a && candidate instanceof Items b) {
            requireSame(a.values().size() == b.values().size(), reference, candidate);
            for (int i = 0; i < a.values().size(); i++) {
                add(a.values().get(i), b.values().get(i));
            }
        } else if (reference instanceof Entries a && candidate instanceof Entries b) {
            requireSame(a.values().keySet().equals(b.values().keySet()), reference, candidate);
            a.values()
                    .forEach((key, value) ->
                            add(value, Objects.requireNonNull(b.values().get(key))));
        } else {
            throw new ModelMismatchException("output '" + output + "' is of another type in the candidate");
        }
    }

    private void requireSame(boolean same, TypedValue reference, TypedValue candidate) {
        if (!same) {
            throw new ModelMismatchException("output '" + output + "' has shape " + reference.shapeText()
                    + " in the original and " + candidate.shapeText() + " in the candidate");
        }
    }

    private void addExact(Numbers a, Numbers b) {
        int size = Math.toIntExact(a.elements());
        for (int i = 0; i < size; i++) {
            count(a.integer(i) == b.integer(i));
        }
    }

    /** A value of a map. */
    private void add(Object a, Object b) {
        if (a instanceof Float x && b instanceof Float y) {
            measure(x, y);
        } else if (a instanceof Double x && b instanceof Double y) {
            measure(x, y);
        } else {
            count(a.equals(b));
        }
    }

    private void count(boolean same) {
        values++;
        unequal += same ? 0 : 1;
    }

    private void addReal(Numbers expected, Numbers actual) {
        long[] shape = expected.shape();
        boolean bordered = map && ring.fits(shape);
        int size = Math.toIntExact(expected.elements());
        real = true;
        for (int i = 0; i < size; i++) {
            double difference = measure(expected.real(i), actual.real(i));
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

    /** NaN is NaN, and an infinity is itself; anything else against one of them is an error of no size. */
    private double measure(double a, double b) {
        real = true;
        values++;
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            unequal += Double.compare(a, b) == 0 ? 0 : 1;
            return 0;
        }
        maxReference = Math.max(maxReference, Math.abs(a));
        double difference = Math.abs(a - b);
        maxAbsolute = Math.max(maxAbsolute, difference);
        return difference;
    }

    OutputDifference result() {
        return new OutputDifference(
                output,
                maxAbsolute,
                maxReference,
                unequal,
                values,
                sameTop1,
                top1Images,
                ring.result(),
                !real && values > 0);
    }

    private static int argMax(Numbers tensor, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (tensor.real(from + i) > tensor.real(from + best)) {
                best = i;
            }
        }
        return best;
    }
}
