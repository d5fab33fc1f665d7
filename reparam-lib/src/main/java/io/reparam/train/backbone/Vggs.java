package io.reparam.train.backbone;

import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VGG with batch normalization: 3x3 convolutions in five stages, a max pool after each, and one fully connected layer on the
 * global average instead of three on the flattened map, so that any image size fits. Attention stands after each norm.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan and Zisserman, Very Deep Convolutional Networks, table 1</a>
 */
final class Vggs implements Family {
    private static final Map<String, List<Integer>> LAYERS =
            Map.of("vgg11", List.of(1, 1, 2, 2, 2), "vgg16", List.of(2, 2, 3, 3, 3), "vgg19", List.of(2, 2, 4, 4, 4));
    private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);

    @Override
    public String names() {
        return "vgg11, vgg16, vgg19";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return Optional.ofNullable(LAYERS.get(name)).map(layers -> spec -> build(spec, layers));
    }

    private static NetBlock build(NetSpec spec, List<Integer> layers) {
        Trunk trunk = new Trunk(spec);
        for (int stage = 0; stage < layers.size(); stage++) {
            for (int i = 0; i < layers.get(stage); i++) {
                ScaledConv conv = new ScaledConv(
                        trunk.map(), spec.channels(CHANNELS.get(stage)), Geometry.square(3, 1), trunk.places());
                trunk.then("stage" + (stage + 1) + "_" + (i + 1), conv, conv.output());
            }
            trunk.maxPool("pool" + (stage + 1), 2, 2, 0);
        }
        return trunk.classifier();
    }
}
