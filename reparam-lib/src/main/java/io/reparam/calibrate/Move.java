package io.reparam.calibrate;

import java.util.HashMap;
import java.util.Map;

/**
 * How far one image's answer of a candidate is from the original's.
 *
 * @param divergence what gates are ordered by: Kullback-Leibler in nats, 1 - cosine, the part of places
 *     with another class, or the squared relative error
 * @param changed 1 if it is another answer, 0 if not; between them for maps of both kinds and raw numbers
 * @param moved how far its numbers moved, 0 to 1 for probabilities
 * @param error largest absolute difference
 */
record Move(double divergence, double changed, double moved, double error) {
    /** Probabilities below this are taken for it: a candidate that says 0 is not infinitely wrong. */
    private static final double SMALLEST = 1e-7;

    /** What an output of another form, or one that is not a number, has moved. */
    static final Move LOST = new Move(Double.POSITIVE_INFINITY, 1, 1, Double.POSITIVE_INFINITY);

    /**
     * Compares one image's numbers.
     *
     * @param width of a row
     * @param blank class of a sequence that is left out; -1 for none
     * @param logits whether the numbers are not probabilities yet
     */
    static Move of(OutputKind kind, float[] p, float[] q, int width, int blank, boolean logits) {
        for (float value : q) {
            if (Float.isNaN(value)) {
                return LOST;
            }
        }
        return switch (kind) {
            case LOGITS -> row(softmax(p, 0, width), softmax(q, 0, width));
            case PROBABILITIES -> row(exact(p, 0, width), exact(q, 0, width));
            case BINARY, LABELS -> labels(p, q, logits);
            case EMBEDDING -> direction(p, q);
            case SEQUENCE -> steps(p, q, width, blank, logits);
            case CLASS, CLASS_MAP -> classes(p, q);
            case MAP -> logits ? map(sigmoid(p), sigmoid(q)) : map(p, q);
            case RAW -> raw(p, q);
        };
    }

    private static Move row(double[] p, double[] q) {
        double kl = 0;
        double moved = 0;
        for (int k = 0; k < p.length; k++) {
            kl += term(p[k], q[k]);
            moved = Math.max(moved, Math.abs(p[k] - q[k]));
        }
        return new Move(Math.max(0, kl), top(p) == top(q) ? 0 : 1, moved, moved);
    }

    private static Move labels(float[] p, float[] q, boolean logits) {
        double kl = 0;
        double moved = 0;
        boolean turned = false;
        for (int k = 0; k < p.length; k++) {
            double a = logits ? 1 / (1 + Math.exp(-p[k])) : p[k];
            double b = logits ? 1 / (1 + Math.exp(-q[k])) : q[k];
            kl += term(a, b) + term(1 - a, 1 - b);
            moved = Math.max(moved, Math.abs(a - b));
            turned |= (a > 0.5) != (b > 0.5);
        }
        return new Move(Math.max(0, kl), turned ? 1 : 0, moved, moved);
    }

    /** Whether the nearest neighbour is another one depends on the other images. */
    private static Move direction(float[] p, float[] q) {
        double apart = 1 - cosine(p, q);
        return new Move(apart, 0, apart, apart);
    }

    static double cosine(float[] p, float[] q) {
        double pp = 0;
        double qq = 0;
        double pq = 0;
        for (int i = 0; i < p.length; i++) {
            pp += (double) p[i] * p[i];
            qq += (double) q[i] * q[i];
            pq += (double) p[i] * q[i];
        }
        return pp == 0 || qq == 0 ? (pp == qq ? 1 : 0) : pq / Math.sqrt(pp * qq);
    }

    private static Move steps(float[] p, float[] q, int width, int blank, boolean logits) {
        double kl = 0;
        double moved = 0;
        double error = 0;
        int steps = p.length / width;
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        int lastBefore = -1;
        int lastAfter = -1;
        for (int step = 0; step < steps; step++) {
            double[] a = logits ? softmax(p, step * width, width) : exact(p, step * width, width);
            double[] b = logits ? softmax(q, step * width, width) : exact(q, step * width, width);
            Move one = row(a, b);
            kl += one.divergence();
            moved += one.moved();
            error = Math.max(error, one.error());
            int topBefore = top(a);
            int topAfter = top(b);
            if (topBefore != lastBefore && topBefore != blank) {
                before.append((char) topBefore);
            }
            if (topAfter != lastAfter && topAfter != blank) {
                after.append((char) topAfter);
            }
            lastBefore = topBefore;
            lastAfter = topAfter;
        }
        boolean same = before.compareTo(after) == 0;
        return new Move(kl / steps, same ? 0 : 1, moved / steps, error);
    }

    /** Mean over the classes that either answer has. Far means: how many of all places have another class. */
    private static Move classes(float[] p, float[] q) {
        Map<Float, long[]> counts = new HashMap<>();
        long different = 0;
        for (int i = 0; i < p.length; i++) {
            long[] own = counts.computeIfAbsent(p[i], unseen -> new long[2]);
            own[1]++;
            if (p[i] == q[i]) {
                own[0]++;
            } else {
                counts.computeIfAbsent(q[i], unseen -> new long[2])[1]++;
                different++;
            }
        }
        double overlap = counts.values().stream()
                .mapToDouble(count -> (double) count[0] / count[1])
                .average()
                .orElse(1);
        double moved = p.length == 0 ? 0 : (double) different / p.length;
        return new Move(moved, 1 - overlap, moved, moved);
    }

    private static float[] sigmoid(float[] logits) {
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return probabilities;
    }

    private static Move map(float[] p, float[] q) {
        double kl = 0;
        double absolute = 0;
        double largest = 0;
        long both = 0;
        long either = 0;
        for (int i = 0; i < p.length; i++) {
            kl += term(p[i], q[i]) + term(1 - p[i], 1 - q[i]);
            double difference = Math.abs((double) p[i] - q[i]);
            absolute += difference;
            largest = Math.max(largest, difference);
            boolean a = p[i] > 0.5;
            boolean b = q[i] > 0.5;
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
        }
        double changed = either == 0 ? 0 : 1 - (double) both / either;
        return new Move(Math.max(0, kl / p.length), changed, absolute / p.length, largest);
    }

    private static Move raw(float[] p, float[] q) {
        double squares = 0;
        double apart = 0;
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            double difference = (double) p[i] - q[i];
            squares += (double) p[i] * p[i];
            apart += difference * difference;
            largest = Math.max(largest, Math.abs(difference));
        }
        double relative = apart == 0 ? 0 : Math.sqrt(apart / Math.max(squares, 1e-30));
        return new Move(relative * relative, Math.min(1, relative), relative, largest);
    }

    private static double term(double p, double q) {
        return p <= 0 ? 0 : p * Math.log(Math.max(p, SMALLEST) / Math.max(q, SMALLEST));
    }

    private static double[] exact(float[] values, int from, int width) {
        double[] row = new double[width];
        for (int k = 0; k < width; k++) {
            row[k] = values[from + k];
        }
        return row;
    }

    private static double[] softmax(float[] values, int from, int width) {
        double[] row = exact(values, from, width);
        double max = row[top(row)];
        double sum = 0;
        for (int k = 0; k < width; k++) {
            row[k] = Math.exp(row[k] - max);
            sum += row[k];
        }
        for (int k = 0; k < width; k++) {
            row[k] /= sum;
        }
        return row;
    }

    static int top(double[] values) {
        int top = 0;
        for (int k = 0; k < values.length; k++) {
            top = values[k] > values[top] ? k : top;
        }
        return top;
    }
}
