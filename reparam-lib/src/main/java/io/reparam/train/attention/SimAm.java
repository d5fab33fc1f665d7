package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;

/**
 * SimAM: {@code x * sigmoid(d / (4 (sum d / n + lambda)) + 1/2)}, {@code d = (x - mean)^2} for each channel, n = H W - 1,
 * lambda = 1e-4. No parameters.
 *
 * @see <a href="https://proceedings.mlr.press/v139/yang21o.html">Yang et al., SimAM</a>
 */
final class SimAm extends NetBlock {
    private static final float LAMBDA = 1e-4f;

    private final float others;

    SimAm(FeatureMap map) {
        others = Math.max(1, map.height() * map.width() - 1); // one pixel has no others, and no difference either
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V centred = f.sub(map, f.globalAverage(map));
        V squares = f.mul(centred, centred);
        V spread = f.times(f.plus(f.times(f.globalSum(squares), 1 / others), LAMBDA), 4);
        return f.mul(map, f.activation(f.plus(f.div(squares, spread), 0.5f), Activation.SIGMOID));
    }
}
