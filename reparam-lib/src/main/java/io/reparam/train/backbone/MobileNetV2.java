package io.reparam.train.backbone;

import io.reparam.train.block.Activation;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Optional;

/**
 * Inverted residuals with relu6 inside and nothing after them; attention after each last norm. Small images keep their size in
 * the stem and in the second stage.
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler et al., MobileNetV2, table 2</a>
 */
final class MobileNetV2 implements Family {
    /**
     * @param expansion inner channels over the input's
     * @param channels of the output
     * @param blocks in a row
     * @param stride of the first
     */
    private record Stage(int expansion, int channels, int blocks, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));
    private static final int STEM = 32;
    private static final int LAST = 1280;

    @Override
    public String names() {
        return "mobilenetv2";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return name.equals("mobilenetv2") ? Optional.of(MobileNetV2::build) : Optional.empty();
    }

    private static NetBlock build(NetSpec spec) {
        Trunk trunk = new Trunk(spec)
                .conv("stem", spec.channels(STEM), Geometry.square(3, spec.small() ? 1 : 2), Activation.RELU6);
        for (int s = 0; s < STAGES.size(); s++) {
            Stage stage = STAGES.get(s);
            for (int i = 0; i < stage.blocks(); i++) {
                int stride = i > 0 || (s == 1 && spec.small()) ? 1 : stage.stride();
                InvertedResidual block = new InvertedResidual(
                        trunk.map(),
                        trunk.map().channels() * stage.expansion(),
                        spec.channels(stage.channels()),
                        Geometry.square(3, stride),
                        Activation.RELU6,
                        InvertedResidual.Attention.LAST,
                        trunk.places());
                trunk.then("stage" + (s + 1) + "_" + (i + 1), block, block.output());
            }
        }
        return trunk.conv("last", spec.channels(LAST), Geometry.square(1, 1), Activation.RELU6)
                .classifier();
    }
}
