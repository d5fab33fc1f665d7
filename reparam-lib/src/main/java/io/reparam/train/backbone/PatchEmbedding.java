package io.reparam.train.backbone;

import ai.djl.nn.Parameter;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.Initial;
import io.reparam.train.block.NetBlock;

/** A convolution whose windows do not overlap, and learnt positions: {@code [N, 3, H, W] -> [N, tokens, features]}. */
final class PatchEmbedding extends NetBlock {
    private static final double DEVIATION = 0.02;

    private final Convolution conv;
    private final Parameter positions;
    private final FeatureMap output;

    PatchEmbedding(FeatureMap image, int patch, int features) {
        Geometry window = new Geometry(patch, patch, patch, 0, 0, 1, 1);
        conv = part("conv", new Convolution(image.channels(), features, window, true, Initial.normal(DEVIATION)));
        output = image.after(features, window);
        positions =
                learnt("positions", Initial.normal(DEVIATION), 1, (long) output.height() * output.width(), features);
    }

    /** Tokens row by row, as a map. */
    FeatureMap output() {
        return output;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V rows = f.reshape(f.apply(conv, x), 0, output.channels(), (long) output.height() * output.width());
        return f.add(f.transpose(rows, 0, 2, 1), f.weight(positions));
    }
}
