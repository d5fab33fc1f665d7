package io.reparam.train.backbone;

import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise and 1x1 convolutions, trained as four copies of each and a 1x1 and an identity beside them, all normalised; attention
 * after each sum. Small images keep their size in the stem and the first stage.
 *
 * @see <a href="https://arxiv.org/abs/2206.04040">Vasu et al., MobileOne, table 2, S0</a>
 */
final class MobileOne implements Family {
    private static final int COPIES = 4;
    private static final int STEM = 48;
    private static final List<Integer> CHANNELS = List.of(48, 128, 256, 1024);
    private static final List<Integer> BLOCKS = List.of(2, 8, 10, 1);

    @Override
    public String names() {
        return "mobileone-s0";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return name.equals("mobileone-s0") ? Optional.of(MobileOne::build) : Optional.empty();
    }

    private static NetBlock build(NetSpec spec) {
        Trunk trunk = new Trunk(spec);
        append(trunk, "stem", stem(trunk.map(), spec.channels(STEM), spec.small() ? 1 : 2));
        for (int stage = 0; stage < BLOCKS.size(); stage++) {
            for (int i = 0; i < BLOCKS.get(stage); i++) {
                int stride = i > 0 || (stage == 0 && spec.small()) ? 1 : 2;
                String name = "stage" + (stage + 1) + "_" + (i + 1);
                append(trunk, name + "depthwise", depthwise(trunk.map(), stride));
                append(trunk, name + "pointwise", pointwise(trunk.map(), spec.channels(CHANNELS.get(stage))));
            }
        }
        return trunk.classifier();
    }

    private static void append(Trunk trunk, String name, BranchSum branches) {
        ScaledSum block = new ScaledSum(branches, trunk.places());
        trunk.then(name, block, block.output());
    }

    /** One dense 3x3 and the 1x1 beside it. */
    private static BranchSum stem(FeatureMap in, int channels, int stride) {
        ConvBatchNorm dense = new ConvBatchNorm(in, channels, Geometry.square(3, stride));
        return new BranchSum(dense.output())
                .with("dense", dense)
                .with("pointwise", new ConvBatchNorm(in, channels, Geometry.square(1, stride)));
    }

    private static BranchSum depthwise(FeatureMap in, int stride) {
        int groups = in.channels();
        Geometry window = Geometry.square(3, stride).inGroups(groups);
        return copies(in, groups, window)
                .with(
                        "pointwise",
                        new ConvBatchNorm(in, groups, Geometry.square(1, stride).inGroups(groups)))
                .withIdentity(in, stride);
    }

    private static BranchSum pointwise(FeatureMap in, int channels) {
        return copies(in, channels, Geometry.square(1, 1)).withIdentity(in, 1);
    }

    private static BranchSum copies(FeatureMap in, int channels, Geometry geometry) {
        BranchSum sum = new BranchSum(in.after(channels, geometry));
        for (int k = 1; k <= COPIES; k++) {
            sum.with("copy" + k, new ConvBatchNorm(in, channels, geometry));
        }
        return sum;
    }
}
