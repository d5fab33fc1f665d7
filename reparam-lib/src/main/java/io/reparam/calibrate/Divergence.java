package io.reparam.calibrate;

import org.jspecify.annotations.Nullable;

/**
 * Sums how far one output of a candidate is from the original's: the Kullback-Leibler divergence {@code sum p log(p / q)}, in
 * nats. Mutable, for one thread.
 */
final class Divergence {
    /** Probabilities below this are taken for it: a candidate that says 0 is not infinitely wrong. */
    private static final double SMALLEST = 1e-7;

    private final OutputKind kind;
    private double sum;
    private long terms;
    private long sameTop;
    private long correct;
    private long correctBefore;
    private double absolute;
    private double largest;

    Divergence(OutputKind kind) {
        this.kind = kind;
    }

    /**
     * Adds a batch.
     *
     * @param p the original's output
     * @param q the candidate's
     * @param width length of a row
     * @param labels of each row; empty if there are none
     */
    void add(float[] p, float[] q, int width, int[] labels) {
        if (kind == OutputKind.MAP) {
            addMap(p, q);
            return;
        }
        for (int row = 0; row < p.length / width; row++) {
            int from = row * width;
            sum += kind == OutputKind.LOGITS ? logits(p, q, from, width) : probabilities(p, q, from, width);
            terms++;
            int before = top(p, from, width);
            int now = top(q, from, width);
            sameTop += before == now ? 1 : 0;
            if (labels.length > 0) {
                correctBefore += before == labels[row] ? 1 : 0;
                correct += now == labels[row] ? 1 : 0;
            }
        }
    }

    /** A row's mean, or a position's. NaN in the candidate is infinitely far. */
    double mean() {
        double mean = sum / terms;
        return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : Math.max(0, mean);
    }

    /** Part of the rows whose highest value stands at the same place; null for maps. */
    @Nullable
    Double agreement() {
        return kind == OutputKind.MAP ? null : (double) sameTop / terms;
    }

    /** Part of the rows that the candidate has right. */
    double accuracy() {
        return (double) correct / terms;
    }

    /** Part of the rows that the original has right. */
    double accuracyBefore() {
        return (double) correctBefore / terms;
    }

    /** Mean absolute difference of a map. */
    double meanError() {
        return absolute / terms;
    }

    double largestError() {
        return largest;
    }

    private void addMap(float[] p, float[] q) {
        for (int i = 0; i < p.length; i++) {
            sum += term(p[i], q[i]) + term(1 - p[i], 1 - q[i]);
            double difference = Math.abs((double) p[i] - q[i]);
            absolute += difference;
            largest = Math.max(largest, difference);
        }
        terms += p.length;
    }

    private static double probabilities(float[] p, float[] q, int from, int width) {
        double kl = 0;
        for (int k = from; k < from + width; k++) {
            kl += term(p[k], q[k]);
        }
        return kl;
    }

    private static double logits(float[] p, float[] q, int from, int width) {
        double logP = logSum(p, from, width);
        double logQ = logSum(q, from, width);
        double kl = 0;
        for (int k = from; k < from + width; k++) {
            kl += Math.exp(p[k] - logP) * (p[k] - logP - (q[k] - logQ));
        }
        return kl;
    }

    private static double term(double p, double q) {
        return p <= 0 ? 0 : p * Math.log(Math.max(p, SMALLEST) / Math.max(q, SMALLEST));
    }

    private static double logSum(float[] values, int from, int width) {
        double max = values[top(values, from, width)];
        double sum = 0;
        for (int k = from; k < from + width; k++) {
            sum += Math.exp(values[k] - max);
        }
        return max + Math.log(sum);
    }

    private static int top(float[] values, int from, int width) {
        int top = from;
        for (int k = from; k < from + width; k++) {
            top = values[k] > values[top] ? k : top;
        }
        return top - from;
    }
}
