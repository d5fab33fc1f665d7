package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Initial;

/**
 * SRM: {@code sigmoid(BN(w1 * mean + w2 * std))}, mean and deviation over H, W; w1, w2 {@code [C]} start at 0.
 *
 * <p>psi has two elements a channel, since one has no deviation; they start apart, because between equal ones the deviation has
 * no slope. One vector is not a batch: there BN is the affine map of its running averages, which stay at 0 and 1.
 *
 * @see <a href="https://arxiv.org/abs/1903.10829">Lee et al., SRM: A Style-based Recalibration Module</a>
 */
final class StyleRecalibration extends ChannelGate {
    private static final float EPSILON = 1e-5f;

    private final Parameter meanWeight;
    private final Parameter deviationWeight;
    private final BatchNormalization norm;

    StyleRecalibration(int channels) {
        meanWeight = learnt("meanWeight", Initial.constant(0), 1, channels, 1, 1);
        deviationWeight = learnt("deviationWeight", Initial.constant(0), 1, channels, 1, 1);
        norm = part("norm", new BatchNormalization(channels));
    }

    @Override
    public int psiCells() {
        return 2;
    }

    @Override
    public Initial psiInitial(int channels, float value) {
        float[] pairs = new float[2 * channels];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = value * (i % 2 == 0 ? 0.5f : 1.5f);
        }
        return Initial.values(pairs);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return gate(f, map, true);
    }

    @Override
    public <V> V ofPsi(BlockOperators<V> f, V psi) {
        return gate(f, psi, false);
    }

    private <V> V gate(BlockOperators<V> f, V map, boolean isBatch) {
        V mean = f.globalAverage(map);
        V centred = f.sub(map, mean);
        V deviation = f.sqrt(f.plus(f.globalAverage(f.mul(centred, centred)), EPSILON));
        V style = f.add(f.mul(mean, f.weight(meanWeight)), f.mul(deviation, f.weight(deviationWeight)));
        return f.activation(f.within(norm, () -> f.batchNorm(style, norm, isBatch)), Activation.SIGMOID);
    }
}
