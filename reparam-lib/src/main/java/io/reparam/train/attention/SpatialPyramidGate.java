package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Initial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * SPA: {@code sigmoid(W2 relu(W1 p))} with p the averages over 1x1, 2x2 and 4x4 bins of the map, 21 C values; {@code W1 [C/16,
 * 21 C]}, {@code W2 [C, C/16]}, no bias. Of psi, p is psi repeated 21 times.
 *
 * <p>Bins are matrices, {@code rows x columns}, so that any size of map has them, as PyTorch's adaptive pooling has.
 *
 * @see <a href="https://arxiv.org/abs/1911.12861">Guo et al., SPANet: Spatial Pyramid Attention Network</a>
 */
final class SpatialPyramidGate extends ChannelGate {
    private static final int[] LEVELS = {2, 4};

    private final int channels;
    private final List<Parameter> rows = new ArrayList<>();
    private final List<Parameter> columns = new ArrayList<>();
    private final Convolution reduce;
    private final Convolution expand;

    SpatialPyramidGate(FeatureMap map) {
        channels = map.channels();
        int values = channels;
        for (int bins : LEVELS) {
            rows.add(kept("rows" + bins, Initial.values(bins(bins, map.height(), false)), bins, map.height()));
            columns.add(kept("columns" + bins, Initial.values(bins(bins, map.width(), true)), map.width(), bins));
            values += channels * bins * bins;
        }
        int hidden = SqueezeExcitation.hidden(channels);
        reduce = part("reduce", Convolution.pointwise(values, hidden, false));
        expand = part("expand", Convolution.pointwise(hidden, channels, false));
    }

    /** Each bin's share of each pixel; bins overlap where they do not divide the size. */
    private static float[] bins(int bins, int size, boolean transposed) {
        float[] shares = new float[bins * size];
        for (int b = 0; b < bins; b++) {
            int from = b * size / bins;
            int to = ((b + 1) * size + bins - 1) / bins;
            for (int p = from; p < to; p++) {
                shares[transposed ? p * bins + b : b * size + p] = 1f / (to - from);
            }
        }
        return shares;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        List<V> levels = new ArrayList<>(List.of(f.globalAverage(map)));
        for (int i = 0; i < LEVELS.length; i++) {
            V pooled = f.matMul(f.weight(rows.get(i)), f.matMul(map, f.weight(columns.get(i))));
            levels.add(flat(f, pooled, LEVELS[i]));
        }
        return gate(f, levels);
    }

    @Override
    public <V> V ofPsi(BlockOperators<V> f, V psi) {
        List<V> levels = new ArrayList<>(List.of(psi));
        for (int bins : LEVELS) {
            levels.add(flat(f, f.concat(2, Collections.nCopies(bins * bins, psi)), bins));
        }
        return gate(f, levels);
    }

    private <V> V flat(BlockOperators<V> f, V level, int bins) {
        return f.reshape(level, 0, (long) channels * bins * bins, 1, 1);
    }

    private <V> V gate(BlockOperators<V> f, List<V> levels) {
        V hidden = f.activation(f.apply(reduce, f.concat(1, levels)), Activation.RELU);
        return f.activation(f.apply(expand, hidden), Activation.SIGMOID);
    }
}
