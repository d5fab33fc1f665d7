package io.reparam.fold.eval;

/** BatchNormalization as it runs in inference: with the stored mean and variance, each {@code [C]}. */
final class Normalization implements NodeFunction {
    @Override
    public NdArray apply(EvaluatedNode call) {
        if (call.attributes().getInt("training_mode", 0) != 0) {
            throw new UnsupportedOperationException("training_mode is 1: the statistics would come from the batch");
        }
        NdArray x = call.in(0);
        double epsilon = call.attributes().getFloat("epsilon", 1e-5f);
        int channels = x.rank() > 1 ? x.dim(1) : 1;
        int inner = x.values().length / Math.max(1, x.dim(0) * channels);
        double[] out = new double[x.values().length];
        for (int i = 0; i < out.length; i++) {
            int c = i / inner % channels;
            double deviation = Math.sqrt(call.in(4).values()[c] + epsilon);
            double normal = (x.values()[i] - call.in(3).values()[c]) / deviation;
            out[i] = normal * call.in(1).values()[c] + call.in(2).values()[c];
        }
        return x.with(out);
    }
}
