package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;
import java.util.List;

/**
 * CoordAtt: means over each row and over each column, through one 1x1 convolution, BN and hard-swish to {@code max(8, C / 32)}
 * channels, then one 1x1 convolution and a sigmoid each: {@code y[c,i,j] = x[c,i,j] * rows[c,i] * columns[c,j]}.
 *
 * @see <a href="https://arxiv.org/abs/2103.02907">Hou et al., Coordinate Attention</a>
 */
final class CoordinateAttention extends NetBlock {
    private final FeatureMap map;
    private final Convolution reduce;
    private final BatchNormalization norm;
    private final Convolution rows;
    private final Convolution columns;

    CoordinateAttention(FeatureMap map) {
        this.map = map;
        int hidden = Math.max(8, map.channels() / 32);
        reduce = part("reduce", Convolution.pointwise(map.channels(), hidden, true));
        norm = part("norm", new BatchNormalization(hidden));
        rows = part("rows", Convolution.pointwise(hidden, map.channels(), true));
        columns = part("columns", Convolution.pointwise(hidden, map.channels(), true));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V byRow = f.mean(x, 3);
        V byColumn = f.transpose(f.mean(x, 2), 0, 1, 3, 2);
        V both = f.apply(reduce, f.concat(2, List.of(byRow, byColumn)));
        V hidden = f.activation(f.apply(norm, both), Activation.HARD_SWISH);
        int end = map.height() + map.width();
        V rowFactors = f.activation(f.apply(rows, f.slice(hidden, 2, 0, map.height())), Activation.SIGMOID);
        V columnHidden = f.transpose(f.slice(hidden, 2, map.height(), end), 0, 1, 3, 2);
        V columnFactors = f.activation(f.apply(columns, columnHidden), Activation.SIGMOID);
        return f.mul(f.mul(x, rowFactors), columnFactors);
    }
}
