package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Initial;

/**
 * FCA: SE without biases over 16 groups of channels, each summed up with its own 2-D cosine,
 * {@code cos(pi u (i + 1/2) / H) cos(pi v (j + 1/2) / W)}, instead of averaged. A constant psi would be 0 in every group but the
 * first: psi stands for the sums.
 *
 * @see <a href="https://arxiv.org/abs/2012.11879">Qin et al., FcaNet: Frequency Channel Attention Networks, the 16 frequencies</a>
 */
final class FrequencyChannelGate extends ChannelGate {
    /** On a grid of 7x7. */
    private static final int[] U = {0, 0, 6, 0, 0, 1, 1, 4, 5, 1, 3, 0, 0, 0, 3, 2};

    private static final int[] V = {0, 1, 0, 5, 2, 0, 2, 0, 0, 6, 0, 4, 6, 3, 5, 2};
    private static final int GRID = 7;

    private final Parameter basis;
    private final Convolution reduce;
    private final Convolution expand;

    FrequencyChannelGate(FeatureMap map) {
        basis = kept("basis", Initial.values(basis(map)), 1, map.channels(), map.height(), map.width());
        int hidden = SqueezeExcitation.hidden(map.channels());
        reduce = part("reduce", Convolution.pointwise(map.channels(), hidden, false));
        expand = part("expand", Convolution.pointwise(hidden, map.channels(), false));
    }

    private static float[] basis(FeatureMap map) {
        float[] basis = new float[map.channels() * map.height() * map.width()];
        int at = 0;
        for (int c = 0; c < map.channels(); c++) {
            int group = c * U.length / map.channels();
            for (int i = 0; i < map.height(); i++) {
                for (int j = 0; j < map.width(); j++) {
                    basis[at++] = (float) (wave(U[group], i, map.height()) * wave(V[group], j, map.width()));
                }
            }
        }
        return basis;
    }

    /** Of unit length over the positions; a small map has no frequency above its size - 1. */
    private static double wave(int frequency, int position, int size) {
        int scaled = Math.min(frequency * Math.max(1, size / GRID), size - 1);
        double cosine = Math.cos(Math.PI * scaled * (position + 0.5) / size) / Math.sqrt(size);
        return scaled == 0 ? cosine : cosine * Math.sqrt(2);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        return ofPsi(f, f.globalSum(f.mul(map, f.weight(basis))));
    }

    @Override
    public <V> V ofPsi(BlockOperators<V> f, V sums) {
        V hidden = f.activation(f.apply(reduce, sums), Activation.RELU);
        return f.activation(f.apply(expand, hidden), Activation.SIGMOID);
    }
}
