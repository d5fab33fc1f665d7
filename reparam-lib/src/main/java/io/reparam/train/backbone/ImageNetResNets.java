package io.reparam.train.backbone;

import io.reparam.train.block.Activation;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ResNets for large images: a 7x7 convolution of stride 2, a max pool, four stages of 64 to 512 inner channels; basic blocks in
 * {@code resnet18} and {@code resnet34}, bottlenecks in {@code resnet50}. Small images get a 3x3 stem of stride 1 and no pool.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning, table 1</a>
 */
final class ImageNetResNets implements Family {
    private static final Map<String, List<Integer>> BLOCKS =
            Map.of("resnet18", List.of(2, 2, 2, 2), "resnet34", List.of(3, 4, 6, 3), "resnet50", List.of(3, 4, 6, 3));
    private static final int PLANES = 64;

    @Override
    public String names() {
        return "resnet18, resnet34, resnet50";
    }

    @Override
    public Optional<Backbone> named(String name) {
        ResidualKind kind = name.equals("resnet50") ? ResidualKind.BOTTLENECK : ResidualKind.BASIC;
        return Optional.ofNullable(BLOCKS.get(name)).map(blocks -> spec -> build(spec, kind, blocks));
    }

    private static NetBlock build(NetSpec spec, ResidualKind kind, List<Integer> blocks) {
        Geometry stem = spec.small() ? Geometry.square(3, 1) : Geometry.square(7, 2);
        Trunk trunk = new Trunk(spec).conv("stem", spec.channels(PLANES), stem, Activation.RELU);
        if (!spec.small()) {
            trunk.maxPool("pool", 3, 2, 1);
        }
        for (int stage = 0; stage < blocks.size(); stage++) {
            for (int i = 0; i < blocks.get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                Residual block = kind.block(trunk.map(), spec.channels(PLANES << stage), stride, trunk.places());
                trunk.then("stage" + (stage + 1) + "_" + (i + 1), block, block.output());
            }
        }
        return trunk.classifier();
    }
}
