package io.reparam.train.backbone;

import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Plain nets of 3x3 convolutions that are trained with a 1x1 and an identity beside each, all normalised; attention after the
 * sum. Small images keep their size in the first two stages.
 *
 * @see <a href="https://arxiv.org/abs/2101.03697">Ding et al., RepVGG, table 2</a>
 */
final class RepVggs implements Family {
    private static final Map<String, List<Integer>> CHANNELS =
            Map.of("repvgg-a0", List.of(48, 96, 192, 1280), "repvgg-b0", List.of(64, 128, 256, 1280));
    private static final Map<String, List<Integer>> BLOCKS =
            Map.of("repvgg-a0", List.of(2, 4, 14, 1), "repvgg-b0", List.of(4, 6, 16, 1));

    @Override
    public String names() {
        return "repvgg-a0, repvgg-b0";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return Optional.ofNullable(CHANNELS.get(name))
                .map(channels -> spec -> build(spec, channels, Objects.requireNonNull(BLOCKS.get(name))));
    }

    private static NetBlock build(NetSpec spec, List<Integer> channels, List<Integer> blocks) {
        Trunk trunk = new Trunk(spec);
        append(trunk, "stem", spec.channels(channels.get(0)), spec.small() ? 1 : 2);
        for (int stage = 0; stage < blocks.size(); stage++) {
            for (int i = 0; i < blocks.get(stage); i++) {
                int stride = i > 0 || (stage == 0 && spec.small()) ? 1 : 2;
                append(trunk, "stage" + (stage + 1) + "_" + (i + 1), spec.channels(channels.get(stage)), stride);
            }
        }
        return trunk.classifier();
    }

    private static void append(Trunk trunk, String name, int channels, int stride) {
        ScaledSum block = new ScaledSum(branches(trunk.map(), channels, stride), trunk.places());
        trunk.then(name, block, block.output());
    }

    private static BranchSum branches(FeatureMap in, int channels, int stride) {
        ConvBatchNorm dense = new ConvBatchNorm(in, channels, Geometry.square(3, stride));
        return new BranchSum(dense.output())
                .with("dense", dense)
                .with("pointwise", new ConvBatchNorm(in, channels, Geometry.square(1, stride)))
                .withIdentity(in, stride);
    }
}
