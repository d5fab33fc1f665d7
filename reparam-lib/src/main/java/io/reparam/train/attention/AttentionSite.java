package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import java.util.List;

/**
 * Where attention stands in a net.
 *
 * @param map size of what passes there
 * @param tokens whether it passes as {@code [N, H W, C]}, row by row, and not as {@code [N, C, H, W]}
 * @param shift what the layer before has added, {@code [C]} each, to be summed; empty if that layer is not an affine one
 */
public record AttentionSite(FeatureMap map, boolean tokens, List<Parameter> shift) {

    public AttentionSite {
        shift = List.copyOf(shift);
    }

    /** After a batch normalization. */
    public static AttentionSite after(FeatureMap map, BatchNormalization norm) {
        return new AttentionSite(map, false, List.of(norm.beta()));
    }

    /** After a convolution and its batch normalization. */
    public static AttentionSite after(ConvBatchNorm layer) {
        return after(layer.output(), layer.norm());
    }

    public int channels() {
        return map.channels();
    }

    /** What passes, as {@code [N, C, H, W]}. */
    <V> V toMap(BlockOperators<V> f, V x) {
        return tokens ? f.reshape(f.transpose(x, 0, 2, 1), 0, map.channels(), map.height(), map.width()) : x;
    }

    /** A map of the place's size as it passes there. */
    <V> V fromMap(BlockOperators<V> f, V y) {
        return tokens ? f.transpose(f.reshape(y, 0, map.channels(), (long) map.height() * map.width()), 0, 2, 1) : y;
    }

    /**
     * Scales channels.
     *
     * @param v {@code [N, C, 1, 1]} or {@code [1, C, 1, 1]}
     * @param keepsShift whether {@link #shift} is left as it is; where there is none, everything is scaled
     */
    <V> V scaled(BlockOperators<V> f, V x, V v, boolean keepsShift) {
        V factors = tokens ? f.reshape(v, 0, 1, map.channels()) : v;
        if (!keepsShift || shift.isEmpty()) {
            return f.mul(x, factors);
        }
        V beta = summedShift(f);
        return f.add(f.mul(f.sub(x, beta), factors), beta);
    }

    private <V> V summedShift(BlockOperators<V> f) {
        V sum = f.weight(shift.get(0));
        for (Parameter more : shift.subList(1, shift.size())) {
            sum = f.add(sum, f.weight(more));
        }
        return tokens ? sum : f.reshape(sum, 1, map.channels(), 1, 1);
    }
}
