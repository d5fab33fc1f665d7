package io.reparam.train.backbone;

import io.reparam.train.block.Activation;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Optional;

/**
 * Three stages of {@link ShuffleUnit}s; 1.0x. Small images keep their size in the stem and are not pooled.
 *
 * @see <a href="https://arxiv.org/abs/1807.11164">Ma et al., ShuffleNet V2, table 5</a>
 */
final class ShuffleNetV2 implements Family {
    private static final int STEM = 24;
    private static final int LAST = 1024;
    private static final List<Integer> CHANNELS = List.of(116, 232, 464);
    private static final List<Integer> BLOCKS = List.of(4, 8, 4);

    @Override
    public String names() {
        return "shufflenetv2";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return name.equals("shufflenetv2") ? Optional.of(ShuffleNetV2::build) : Optional.empty();
    }

    private static NetBlock build(NetSpec spec) {
        Trunk trunk = new Trunk(spec)
                .conv("stem", spec.channels(STEM), Geometry.square(3, spec.small() ? 1 : 2), Activation.RELU);
        if (!spec.small()) {
            trunk.maxPool("pool", 3, 2, 1);
        }
        for (int stage = 0; stage < BLOCKS.size(); stage++) {
            for (int i = 0; i < BLOCKS.get(stage); i++) {
                ShuffleUnit unit = new ShuffleUnit(
                        trunk.map(), spec.channels(CHANNELS.get(stage)), i == 0 ? 2 : 1, trunk.places());
                trunk.then("stage" + (stage + 1) + "_" + (i + 1), unit, unit.output());
            }
        }
        return trunk.conv("last", spec.channels(LAST), Geometry.square(1, 1), Activation.RELU)
                .classifier();
    }
}
